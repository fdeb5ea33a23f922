"""`evaluate`, and `extract --format brat`, through the command line."""

import json
from pathlib import Path

import pytest

from exporter.brat import read_corpus


@pytest.fixture
def gold(folder):
    """Give annotations of the one good article: its first content, with source and cue, and one too many."""
    text = (folder / "articles" / "bridge.txt").read_text(encoding="utf-8")
    (folder / "gold").mkdir()
    (folder / "gold" / "bridge.txt").write_text(text, encoding="utf-8")
    (folder / "gold" / "bridge.ann").write_text(
        "T1\tContent 0 18\tThe bridge is safe\nT2\tSource 20 29\tthe mayor\nT3\tCue 30 34\tsaid\n"
        "T4\tContent 38 44\tMonday\nE1\tSay:T3 Content:T1 Source:T2 Cue:T3\nE2\tSay:T4 Content:T4\n",
        encoding="utf-8",
    )
    return folder / "gold"


def test_brat_files_are_written(run, articles):
    """Extract writes text, annotations and configuration, and says so; the spans stand in the normalised text."""
    (articles / "bridge.txt").write_bytes(b"\xef\xbb\xbfMore:\r\n\r\nIt is safe, the mayor said.\r\n")
    result = run("extract", "articles", "--format", "brat", "--out", "brat/found")
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.splitlines()[-1] == "wrote brat/found"
    names = sorted(path.name for path in Path("brat/found").iterdir())
    assert names == ["annotation.conf", "bridge.ann", "bridge.txt"]
    (found,) = read_corpus("brat/found", normalised=False)
    assert found.text == "More:\n\nIt is safe, the mayor said.\n"
    (told,) = found.attributions
    spans = (told.content, told.cue, told.source)
    words = [[found.text[piece.start : piece.end] for piece in role] for role in spans]
    assert words == [["It is safe"], ["said"], ["the mayor"]]
    assert (told.type, told.act) == ("indirect", "speech")
    assert told.confidence is not None


@pytest.mark.slow
def test_what_was_written_is_what_was_found(run, seeds):
    """The brat files and the package of the same articles have the same scores, and the same names as the gold."""
    for kind in ("brat", "csv"):
        assert run("extract", "seeds", "--format", kind, "--out", f"out/{kind}").exit_code == 0
    brat, package = (
        json.loads(run("evaluate", f"out/{kind}", "seeds/gold", "--json").stdout) for kind in ("brat", "csv")
    )
    assert brat == package
    assert (brat["documents"], brat["missing"], brat["extra"]) == (12, [], [])


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["extract", "articles", "--format", "brat"], 2, "Brat cannot be printed: add --out FOLDER."),
        (["extract", "articles", "--format", "brat", "--out", "articles"], 3, "articles: exists already"),
        (["extract", "articles", "--format", "brat", "--out", "articles/bridge.txt"], 3, "exists already"),
        (["evaluate", "articles"], 2, "Missing argument 'GOLD'"),
        (
            ["evaluate", "gold", "nope"],
            3,
            "nope: no folder of annotated texts (expected a folder, found nothing)",
        ),
        (["evaluate", "nope", "gold"], 3, "nope: no predictions (expected a folder of brat files"),
        (["evaluate", "articles", "gold"], 3, "articles: no predictions (expected a folder of brat files"),
        (["evaluate", "gold", "articles"], 3, "articles: no annotations (expected NAME.txt with NAME.ann"),
        (["evaluate", "gold", "gold", "--bootstrap", "-1"], 2, "Invalid value for '--bootstrap'"),
        (["evaluate", "gold", "gold", "--out", "no/such.md"], 3, "no/such.md: No such file or directory"),
    ],
    ids=lambda value: " ".join(value[2:]) if isinstance(value, list) else None,
)
def test_bad_input_is_told(run, articles, gold, arguments, code, message):
    """Wrong usage ends with 2, what could not be done with 3, both with one message and nothing written."""
    before = sorted(path.as_posix() for path in Path().rglob("*"))
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (code, "")
    assert message in result.stderr
    assert "Traceback" not in result.stderr
    assert sorted(path.as_posix() for path in Path().rglob("*")) == before


def test_scores_are_printed(run, articles, gold):
    """Stdout has the tables and nothing else, so that they can be pasted; nothing is said on stderr."""
    result = run("evaluate", "gold", "gold")
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith("1 document, 18 words; attributions: 2 annotated (0 direct, 2 indirect)")
    assert "\n| words      |     100.0 |  100.0 | 100.0 |         100.0–100.0 |\n" in result.stdout
    assert "bridge" not in result.stdout
    assert "\n| bridge   |" in run("evaluate", "gold", "gold", "--per-document").stdout


def test_scores_can_be_json_or_a_file(run, articles, gold):
    """--json prints the same as JSON, --bootstrap 0 leaves intervals out, --out writes to a file."""
    values = json.loads(run("evaluate", "gold", "gold", "--json", "--bootstrap", "0").stdout)
    assert (values["scores"]["words"]["f1"], values["intervals"]) == (1.0, {})
    result = run("evaluate", "gold", "gold", "--out", "scores.md")
    assert (result.stdout, result.stderr) == ("", "wrote scores.md\n")
    assert Path("scores.md").read_text("utf-8") == run("evaluate", "gold", "gold").stdout


def test_documents_that_do_not_match_are_told_of(run, articles, gold):
    """Documents without prediction and without gold are named on stderr; -q is silent, and the exit code is 0."""
    for name in ("bridge", "ferry"):
        Path("other").mkdir(exist_ok=True)
        text = Path("gold/bridge.txt").read_text("utf-8") if name == "bridge" else "Fog, she said.\n"
        Path(f"other/{name}.txt").write_text(text, encoding="utf-8")
        Path(f"other/{name}.ann").touch()
    result = run("evaluate", "other", "gold")
    assert (result.exit_code, result.stderr) == (0, "warning: 1 document without gold, not counted: ferry\n")
    result = run("evaluate", "gold", "other")
    expected = "warning: 1 document without prediction, counted as if nothing was found: ferry\n"
    assert (result.exit_code, result.stderr) == (0, expected)
    assert run("evaluate", "gold", "other", "-q").stderr == ""


def test_another_text_is_refused(run, articles, gold):
    """Predictions on a text that was changed are refused, with the name of the document and a hint."""
    assert run("build", "articles", "--created", "2026-11-23").exit_code == 0
    assert run("evaluate", "dist/articles", "gold").exit_code == 0
    text = gold / "bridge.txt"
    text.write_text(text.read_text(encoding="utf-8") + "More.\n", encoding="utf-8")
    result = run("evaluate", "dist/articles", "gold")
    assert (result.exit_code, result.stdout) == (3, "")
    error, hint = result.stderr.splitlines()
    assert error.startswith("error: 'bridge': predicted on another text (expected sha256 ")
    assert hint.startswith("hint: predict again on the texts of the gold")
