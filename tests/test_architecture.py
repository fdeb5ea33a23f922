"""The rooms stay apart: who may import whom, where Click and spaCy live, how long a file may be."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "exporter"
FILES = sorted(PACKAGE.rglob("*.py"))

COMMON = {"version", "errors", "findings", "records", "schemas"}
FLOW = [
    *("brat", "documents", "validation", "extraction", "tables", "annotations", "packaging", "releases"),
    *("evaluation", "training", "engines", "pipeline"),
]
AT_THE_END = ["exports", "cli", "__init__"]
# Where extraction runs is beside the flow: an engine knows documents' records and extraction, nothing else.
ENGINES = {"documents", "extraction"}

each_file = pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(PACKAGE).as_posix())


def find_room(path):
    """Name the room that a file of the package is in."""
    parts = path.relative_to(PACKAGE).parts
    return parts[0].removesuffix(".py")


def iter_imports(path):
    """Yield every module that a file imports anywhere, with the level of what comes from a relative import."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module
            if node.module == "exporter":
                yield from (f"exporter.{name.name}" for name in node.names)


def list_allowed(room):
    """List the rooms that a room may import: those left of it, and what is common to all."""
    if room in COMMON:
        return COMMON
    if room == "engines":
        return COMMON | ENGINES | {room}
    order = FLOW + AT_THE_END
    return COMMON | set(order[: order.index(room) + 1])


@each_file
def test_rooms_import_only_from_the_left(path):
    """A file imports of exporter only its own room, the rooms left of it, and what is common to all."""
    room = find_room(path)
    names = {name.split(".")[1] for name in iter_imports(path) if re.match(r"exporter\.", name)}
    assert names <= list_allowed(room), f"{room} may not import {sorted(names - list_allowed(room))}"


def test_every_room_is_known():
    """Every file belongs to a room that has its place in the flow."""
    assert {find_room(path) for path in FILES} == COMMON | set(FLOW) | set(AT_THE_END)


@each_file
def test_click_lives_in_the_command_line(path):
    """Only the command line knows Click."""
    uses = any(name.split(".")[0] == "click" for name in iter_imports(path))
    assert not uses or find_room(path) == "cli"


def test_pipelines_are_loaded_in_one_module():
    """spacy.load is called in one module only."""
    calls = [
        path.relative_to(PACKAGE).as_posix() for path in FILES if "spacy.load(" in path.read_text("utf-8")
    ]
    assert calls == ["extraction/text/pipeline.py"]


@each_file
def test_the_core_does_not_print_exit_or_ask(path):
    """Outside the command line nothing prints, exits or asks."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    forbidden = {"print", "input", "exit", "quit", "sys.exit", "os._exit", "breakpoint"}
    assert not called & forbidden
    attributes = {ast.unparse(node) for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    assert find_room(path) == "cli" or not attributes & {"sys.stdout", "sys.stderr", "sys.stdin"}


@each_file
def test_files_are_short(path):
    """No file has 400 lines or more."""
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400


def iter_own_files():
    """Yield the text files that people write, wherever they are in the project."""
    folders = ("exporter", "schemas", "tests", "benchmarks", "docs", "seeds", "dist", ".ci")
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and path.suffix not in {".pyc", ".parquet"}:
                yield path
    yield from (path for path in sorted(ROOT.iterdir()) if path.is_file() and path.name != ".git")


def test_no_file_names_a_machine():
    """No file holds an absolute path of the machine on which it was made."""
    pattern = re.compile(r"(?<![\w.])/(?:home|Users|root|work|tmp)/[\w.-]+")
    found = {
        path.relative_to(ROOT).as_posix(): match[0]
        for path in iter_own_files()
        if (match := pattern.search(path.read_text(encoding="utf-8", errors="replace")))
    }
    assert found == {}
