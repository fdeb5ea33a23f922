"""Loading a trained model: everything that can be wrong with its folder is told in one line."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from encoding import WEIGHTS

from exporter.errors import ModelError
from exporter.extraction import load_extractor
from exporter.extraction.attributions.extractors import describe_extractor
from exporter.extraction.attributions.model.encoder import AttributionModel, compute_confidence, read_settings
from exporter.extraction.attributions.model.frames import Frame

SEEDS = Path(__file__).parents[2] / "seeds"
FILES = ("tokenizer.json", "encoder.onnx", "reader.onnx")


@pytest.fixture
def folder(tmp_path):
    """Give a copy of the model that is shipped."""
    return shutil.copytree(WEIGHTS, tmp_path / "model")


def change_settings(folder, **changes):
    """Write model.json with other values; None takes a key out."""
    values = json.loads((folder / "model.json").read_text(encoding="utf-8")) | changes
    kept = {name: value for name, value in values.items() if value is not None}
    (folder / "model.json").write_text(json.dumps(kept), encoding="utf-8")


def replace_file(folder, name, content):
    """Write a file with a checksum that is right."""
    (folder / name).write_bytes(content)
    files = json.loads((folder / "model.json").read_text(encoding="utf-8"))["files"]
    change_settings(folder, files=files | {name: hashlib.sha256(content).hexdigest()})


def flip_bits(folder, name):
    """Damage one byte in the middle of a file."""
    content = bytearray((folder / name).read_bytes())
    content[len(content) // 2] ^= 255
    (folder / name).write_bytes(content)


def swap(folder):
    """Give each network the file of the other, with right checksums."""
    encoder, reader = ((folder / name).read_bytes() for name in ("encoder.onnx", "reader.onnx"))
    replace_file(folder, "encoder.onnx", reader)
    replace_file(folder, "reader.onnx", encoder)


DAMAGES = {
    "no folder": (shutil.rmtree, "", "no model here (expected model.json)"),
    "no model.json": (lambda f: (f / "model.json").unlink(), "", "no model here (expected model.json)"),
    "model.json is a folder": (
        lambda f: ((f / "model.json").unlink(), (f / "model.json").mkdir()),
        "/model.json",
        "cannot be read",
    ),
    "model.json is empty": (lambda f: (f / "model.json").write_bytes(b""), "/model.json", "cannot be read"),
    "model.json is no JSON": (
        lambda f: (f / "model.json").write_text("{'name': 1}"),
        "/model.json",
        "cannot be read",
    ),
    "model.json is no text": (
        lambda f: (f / "model.json").write_bytes(b"\xff\xfe{}"),
        "/model.json",
        "cannot be read",
    ),
    "model.json is a list": (
        lambda f: (f / "model.json").write_text("[1]"),
        "/model.json",
        "made for another exporter (expected format 1, found None)",
    ),
    "another format": (
        lambda f: change_settings(f, format=2),
        "/model.json",
        "made for another exporter (expected format 1, found 2)",
    ),
    "no format": (
        lambda f: change_settings(f, format=None),
        "/model.json",
        "made for another exporter (expected format 1, found None)",
    ),
    "a key is missing": (lambda f: change_settings(f, reach=None), "/model.json", "does not fit"),
    "a key is unknown": (lambda f: change_settings(f, colour="red"), "/model.json", "does not fit"),
    "a number is a word": (lambda f: change_settings(f, length="long"), "/model.json", "does not fit"),
    "a threshold is a word": (lambda f: change_settings(f, threshold="0.5"), "/model.json", "does not fit"),
    "windows too long": (lambda f: change_settings(f, length=513), "/model.json", "does not fit"),
    "windows within their overlap": (
        lambda f: change_settings(f, length=64, overlap=62),
        "/model.json",
        "does not fit",
    ),
    "transitions of another size": (
        lambda f: change_settings(f, transitions=[[0.5, 1.0]]),
        "/model.json",
        "does not fit",
    ),
    "ragged transitions": (
        lambda f: change_settings(f, transitions=[[0.5], [1.0, 2.0]]),
        "/model.json",
        "does not fit",
    ),
    "files are a list": (lambda f: change_settings(f, files=[1]), "/model.json", "does not fit"),
    "checksums are missing": (
        lambda f: change_settings(f, files={}),
        "/tokenizer.json",
        "is damaged or belongs to another model (its checksum differs)",
    ),
    **{
        f"{name} is missing": (
            lambda f, name=name: (f / name).unlink(),
            f"/{name}",
            "missing, or cannot be read",
        )
        for name in FILES
    },
    **{
        f"{name} is damaged": (
            lambda f, name=name: flip_bits(f, name),
            f"/{name}",
            "is damaged or belongs to another model (its checksum differs)",
        )
        for name in FILES
    },
    "weights cut short": (
        lambda f: (f / "encoder.onnx").write_bytes((f / "encoder.onnx").read_bytes()[:1_000_000]),
        "/encoder.onnx",
        "is damaged or belongs to another model (its checksum differs)",
    ),
    "a pointer in place of the weights": (
        lambda f: (f / "encoder.onnx").write_text("version https://git-lfs.github.com/spec/v1\n"),
        "/encoder.onnx",
        "is damaged or belongs to another model (its checksum differs)",
    ),
    **{
        f"{name} cannot be loaded": (
            lambda f, name=name: replace_file(f, name, b"not a model\nat all"),
            f"/{name}",
            "cannot be loaded",
        )
        for name in FILES
    },
    "networks exchanged": (swap, "/encoder.onnx", "is not the network that is expected"),
}

each_damage = pytest.mark.parametrize(("damage", "place", "problem"), DAMAGES.values(), ids=DAMAGES)


@each_damage
def test_a_bad_model_is_told(folder, damage, place, problem):
    """What is wrong with a model is an error with the path, in one line, and with a hint."""
    damage(folder)
    with pytest.raises(ModelError) as caught:
        load_extractor(str(folder))
    message = str(caught.value)
    assert message.startswith(f"{folder}{place}: {problem}")
    assert "\n" not in message
    assert caught.value.hint


@each_damage
def test_a_bad_model_is_told_by_the_command_line(folder, run_extract, damage, place, problem):
    """The command line says the same in one line and a hint, with exit code 3 and without a traceback."""
    damage(folder)
    result = run_extract("--extractor", str(folder))
    assert result.exit_code == 3, result.output
    assert result.stdout == ""
    first, *rest = result.stderr.splitlines()
    text = " ".join([first, *rest])
    assert first.startswith("error: ")
    assert re.sub(r"\s", "", f"{folder}{place}: {problem}") in re.sub(r"\s", "", text)
    assert text.count("error: ") == 1
    assert text.count("hint: ") == 1
    assert "Traceback" not in text


@pytest.fixture
def run_extract(tmp_path):
    """Give what runs extract on one article in this process."""
    from click.testing import CliRunner

    from exporter.cli import program

    article = tmp_path / "article.txt"
    article.write_text("The bridge is safe, the mayor said on Monday.\n", encoding="utf-8")
    return lambda *arguments: CliRunner().invoke(
        program, ["extract", str(article), *arguments], prog_name="exporter"
    )


def test_a_good_copy_of_the_model_works(folder, run_extract):
    """The model of a folder gives what the one that is shipped gives."""
    result = run_extract("--extractor", str(folder))
    assert result.exit_code == 0, result.output
    assert "The bridge is safe" in result.stdout
    assert result.stdout == run_extract().stdout


def test_describes_a_model_without_its_weights(folder):
    """Name, version and checksums are told even where the weights are missing."""
    (folder / "encoder.onnx").unlink()
    facts = describe_extractor(str(folder))
    assert facts.keys() == {"name", "version", "files"}
    assert facts["files"].keys() == set(FILES)
    assert describe_extractor() == facts
    assert describe_extractor("rules") == {"name": "rules"}


def test_the_weights_that_are_shipped_are_whole():
    """Every file has the checksum of model.json, and together they have 30 MB at most."""
    files = read_settings(WEIGHTS).files
    assert files.keys() == set(FILES)
    for name, digest in files.items():
        assert hashlib.sha256((WEIGHTS / name).read_bytes()).hexdigest() == digest
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) <= 30_000_000


@pytest.mark.parametrize("name", ["encoder.onnx", "reader.onnx"])
def test_the_weights_do_not_tell_where_they_were_made(name):
    """No path of a machine and no module of the training is in a network's file."""
    content = (WEIGHTS / name).read_bytes()
    found = re.findall(rb"/(?:home|root|tmp|usr|work|opt|Users)/[\w.-]{3,}|[\w/]{3,}\.py\b", content)
    assert found == []


def build_frame(cue_score, label_score, source=(1,)):
    """Build a frame with such scores."""
    return Frame(
        anchor=0, content=(2,), cue=(0,), source=source, cue_score=cue_score, label_score=label_score
    )


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("score", [-2000.0, -30.0, 0.0, 30.0, 2000.0])
def test_a_confidence_is_always_from_0_to_1(score):
    """However large the scores, the confidence is a number from 0 to 1, without a warning."""
    confidence = compute_confidence(build_frame(score, score), (0.5, 1.0, 1.0, 0.1))
    assert 0 <= confidence <= 1
    assert np.isfinite(confidence)


def test_confidence_grows_with_the_scores():
    """By the weights that are shipped, a surer cue, surer labels and a source make a frame likelier."""
    weights = read_settings(WEIGHTS).calibration
    middle = compute_confidence(build_frame(1.0, -4.0), weights)
    assert compute_confidence(build_frame(4.0, -4.0), weights) > middle
    assert compute_confidence(build_frame(1.0, -1.0), weights) > middle
    assert compute_confidence(build_frame(1.0, -4.0, source=()), weights) < middle


@pytest.mark.slow
def test_rules_load_no_model():
    """With the rules neither onnxruntime nor tokenizers is imported."""
    program = (
        "import sys; from exporter.pipeline import extract;"
        "tables = extract(sys.argv[1], extractor='rules');"
        "print(tables.quotes.column('confidence').to_pylist());"
        "print(sorted({'onnxruntime', 'tokenizers'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(SEEDS / "bank-rate.md")],
        capture_output=True,
        text=True,
        check=True,
        timeout=100,
    )
    confidences, modules = done.stdout.splitlines()
    assert modules == "[]"
    # A rule's confidence is the share that was right where it was measured, or one half.
    from exporter.extraction.attributions.rules.confidence import _MEASURED, _OTHERWISE

    assert set(json.loads(confidences)) <= {*_MEASURED.values(), _OTHERWISE}
    assert len(set(json.loads(confidences))) > 1


def test_any_number_of_threads_loads(folder):
    """A model can be loaded for any number of threads."""
    assert AttributionModel(folder, threads=3).settings == read_settings(WEIGHTS)
