"""Loads a trained model from its folder and finds attributions with it."""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from exporter.errors import ModelError
from exporter.extraction.attributions.model.decoding import LABELS, Floats
from exporter.extraction.attributions.model.frames import Frame, build_spans, choose_frames
from exporter.extraction.attributions.model.proposing import propose_frames
from exporter.extraction.attributions.model.words import Numbers, read_words
from exporter.extraction.text.quotation_marks import Quoted
from exporter.records import Span

FORMAT = 1
SETTINGS, TOKENIZER, ENCODER, READER = "model.json", "tokenizer.json", "encoder.onnx", "reader.onnx"

_SLOW = ["SkipLayerNormFusion"]  # its operator takes eight times as long as the two that it replaces
ENCODER_INPUTS = ("pieces", "marks", "cases", "breaks", "firsts")
READER_INPUTS = ("states", "anchors")
PLACES = 512  # that the encoder knows, its own two pieces included
FEATURES = (
    "constant",
    "cue_score",
    "label_score",
    "has_source",
)  # what a frame's confidence is computed from
_SHAPES = {
    "anchor_threshold": (),
    "threshold": (),
    "transitions": (len(LABELS), len(LABELS)),
    "calibration": (len(FEATURES),),
}

_REINSTALL = "install exporter again, or name another with --extractor"
_RETRAIN = "train the model again with exporter train"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a model needs besides its weights, as model.json keeps it.

    Attributes:
        name: What the model is called in a release's manifest.
        version: Its version.
        length: Most pieces in a window.
        overlap: Pieces that a window shares with the next.
        reach: Words to each side of a cue that are read.
        anchor_threshold: Least likelihood of a word to be looked at as a cue.
        threshold: Least score of a frame to be kept, a logit.
        transitions: Scores of each label before each, four rows of four.
        calibration: Weights of a logistic regression from the scores of a frame to its confidence.
        files: SHA-256 of every other file of the model.
    """

    name: str
    version: str
    length: int
    overlap: int
    reach: int
    anchor_threshold: float
    threshold: float
    transitions: tuple[tuple[float, ...], ...]
    calibration: tuple[float, ...]
    files: dict[str, str]

    @property
    def facts(self) -> dict[str, Any]:
        """Name, version and checksums, for the record of how a release was made."""
        return {"name": self.name, "version": self.version, "files": self.files}


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One attribution that the model found: spans of the text, and how likely it is right."""

    content: tuple[Span, ...]
    cue: tuple[Span, ...]
    source: tuple[Span, ...]
    confidence: float


class OnnxNetwork:
    """The exported network; every window is one run, so that no text depends on another."""

    def __init__(self, folder: Path, settings: Settings, threads: int) -> None:
        """Open both files for a number of threads."""
        self.length, self.overlap, self.reach = settings.length, settings.overlap, settings.reach
        self.transitions: Floats = np.array(settings.transitions, dtype=np.float32)
        self._encoder = _open_session(folder / ENCODER, ENCODER_INPUTS, threads)
        self._reader = _open_session(folder / READER, READER_INPUTS, threads)

    def encode(
        self, inputs: tuple[Numbers, Numbers, Numbers, Numbers], firsts: Numbers
    ) -> tuple[Floats, Floats]:
        """Read one window, see proposing.Network."""
        cues, states = self._encoder.run(None, dict(zip(ENCODER_INPUTS, (*inputs, firsts), strict=True)))
        return cues, states

    def read(self, states: Floats, anchors: Numbers) -> tuple[Floats, Floats]:
        """Read around anchors, see proposing.Network."""
        labels, is_cue = self._reader.run(None, dict(zip(READER_INPUTS, (states, anchors), strict=True)))
        return labels, is_cue


class AttributionModel:
    """A trained model, loaded once and used for any number of texts."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        """Load a model.

        Args:
            folder: Holds model.json and the files that it names.
            threads: How many threads compute; the result does not depend on it.

        Raises:
            ModelError: A file is missing, damaged or made for another version of exporter.
        """
        self.folder = folder
        self.settings = read_settings(folder)
        check_files(folder, self.settings)
        self._tokenizer = open_tokenizer(folder / TOKENIZER)
        self._network = OnnxNetwork(folder, self.settings, threads)

    def find(self, text: str, paragraphs: Sequence[Span], quoted: Sequence[Quoted]) -> list[Found]:
        """Find the attributions of a text, in order of their cues.

        Args:
            text: The normalised text.
            paragraphs: What to read of it, in order.
            quoted: What stands in quotation marks there, in order.
        """
        words = read_words(text, paragraphs, quoted, self._tokenizer)
        frames = propose_frames(words, self._network, self.settings.anchor_threshold)
        found = (
            Found(
                content=build_spans(text, words, frame.content),
                cue=build_spans(text, words, frame.cue),
                source=build_spans(text, words, frame.source),
                confidence=compute_confidence(frame, self.settings.calibration),
            )
            for frame in choose_frames(frames, words, self.settings.threshold)
        )
        return [each for each in found if each.content]


def compute_confidence(frame: Frame, weights: Sequence[float]) -> float:
    """Tell how likely annotators made the same attribution with the same source, from 0 to 1."""
    exponent = float(np.dot(weights, build_features(frame)))
    return round((1 + math.tanh(exponent / 2)) / 2, 2)  # the logistic function, which cannot overflow so


def build_features(frame: Frame) -> list[float]:
    """Build what the confidence of a frame is computed from, in the order of FEATURES."""
    return [1.0, frame.cue_score, frame.label_score, float(bool(frame.source))]


def read_settings(folder: Path) -> Settings:
    """Read model.json.

    Raises:
        ModelError: It is missing, no JSON, or made for another version of exporter.
    """
    path = folder / SETTINGS
    try:
        values = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise ModelError(f"{folder}: no model here (expected {SETTINGS})", hint=_REINSTALL) from error
    except (OSError, ValueError) as error:
        raise ModelError(f"{path}: cannot be read ({error})", hint=_REINSTALL) from error
    found = values.pop("format", None) if isinstance(values, dict) else None
    if found != FORMAT:
        raise ModelError(
            f"{path}: made for another exporter (expected format {FORMAT}, found {found!r})", hint=_RETRAIN
        )
    try:
        settings = Settings(**values)
        _check_settings(settings)
    except (TypeError, ValueError) as error:
        raise ModelError(f"{path}: does not fit ({error})", hint=_RETRAIN) from error
    return settings


def _check_settings(settings: Settings) -> None:
    """Check what json does not: kinds and sizes of the values.

    Raises:
        TypeError: A value is of another kind.
        ValueError: A value cannot be worked with.
    """
    for name in ("length", "overlap", "reach"):
        if type(getattr(settings, name)) is not int:
            raise TypeError(f"{name}: expected a whole number, found {getattr(settings, name)!r:.40}")
    if not 0 <= settings.overlap < settings.length - 2 <= PLACES - 2 or settings.reach < 1:
        raise ValueError(f"length: expected more than overlap and at most {PLACES}, found {settings.length}")
    for name, shape in _SHAPES.items():
        found = np.asarray(getattr(settings, name))
        if found.shape != shape or found.dtype.kind not in "if":
            raise ValueError(f"{name}: expected numbers of shape {shape}, found shape {found.shape}")
    if not isinstance(settings.files, dict):
        raise TypeError(f"files: expected an object, found {settings.files!r:.40}")


def check_files(folder: Path, settings: Settings) -> None:
    """Check that every file of a model is there and is the one that model.json was written for.

    Raises:
        ModelError: One is missing or differs.
    """
    for name in (TOKENIZER, ENCODER, READER):
        path = folder / name
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
        except OSError as error:
            raise ModelError(f"{path}: missing, or cannot be read", hint=_REINSTALL) from error
        if digest != settings.files.get(name):
            raise ModelError(
                f"{path}: is damaged or belongs to another model (its checksum differs)", hint=_REINSTALL
            )


def _open_session(path: Path, inputs: Sequence[str], threads: int) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    try:
        session = onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=_SLOW
        )
    except Exception as error:  # onnxruntime has no common root for what it raises
        raise ModelError(
            f"{path}: cannot be loaded ({str(error).splitlines()[0]:.120})", hint=_REINSTALL
        ) from error
    found = [each.name for each in session.get_inputs()]
    if sorted(found) != sorted(inputs):
        raise ModelError(
            f"{path}: is not the network that is expected (expected inputs {', '.join(inputs)}, "
            f"found {', '.join(found)})",
            hint=_RETRAIN,
        )
    return session


def open_tokenizer(path: Path) -> Tokenizer:
    """Open a tokenizer so that it neither cuts texts nor fills them up.

    Raises:
        ModelError: It cannot be loaded.
    """
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # tokenizers raises plain Exception
        raise ModelError(f"{path}: cannot be loaded ({error})", hint=_REINSTALL) from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer
