"""The rooms stay apart: who may import whom, where Click and spaCy live, how long a file may be."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "exporter"
FILES = sorted(PACKAGE.rglob("*.py"))

COMMON = {"version", "errors", "extras", "findings", "options", "records", "schemas"}
FLOW = [
    *("documents", "validation", "extraction", "tables", "brat", "packaging", "releases", "exports"),
    *("evaluation", "training", "engines", "pipeline"),
]
AT_THE_END = ["cli", "__init__"]
# Where extraction runs is beside the flow: an engine knows documents' records and extraction, nothing else.
ENGINES = {"documents", "extraction"}

# The rooms and files within the two large rooms, each of which imports only those left of it.
INNER = {
    "extraction": "ids attribution lexicon text attributions entities sources state rows passes corpus component",
    "validation": "model report values files descriptors reading keys tables targets engine",
}

# What the base install has; `referencing` comes with jsonschema.
BASE = {"click", "dateutil", "jsonschema", "numpy", "pandas", "py3langid", "pyarrow", "referencing", "yaml"}

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


def find_inner_room(name):
    """Name the large room that a module is in and the inner room of it; None where it is in no large room."""
    parts = name.split(".")
    if parts[0] != "exporter" or len(parts) < 2 or parts[1] not in INNER:
        return None
    return parts[1], parts[2] if len(parts) > 2 else "__init__"


@each_file
def test_inner_rooms_import_only_from_the_left(path):
    """Within extraction and validation a file imports only its own inner room and those left of it."""
    own = find_inner_room(name_module(path))
    if own is None:
        return
    room, inner = own
    order = [*INNER[room].split(), "__init__"]
    found = [find_inner_room(name) for name in iter_imports(path)]
    used = {other[1] for other in found if other is not None and other[0] == room}
    # `from exporter.extraction import ids` names the room itself, too.
    used.discard("__init__")
    assert used <= set(order[: order.index(inner) + 1])


def find_circles(edges):
    """List the modules that import each other, directly or by way of others."""
    seen, path, circles = set(), [], []

    def visit(name):
        if name in path:
            circles.append([*path[path.index(name) :], name])
            return
        if name not in seen:
            seen.add(name)
            path.append(name)
            for other in sorted(edges[name]):
                visit(other)
            path.pop()

    for name in sorted(edges):
        visit(name)
    return circles


def name_module(path):
    """Name the module that a file is."""
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def list_modules(path, modules):
    """List the modules that a file imports: of `from room import module` the module, not the room."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            names = {f"{node.module}.{name.name}" for name in node.names}
            found |= names & modules or {node.module}
    return found & modules - {name_module(path)}


def test_no_modules_import_each_other():
    """No file needs itself, by whatever way, also where the import stands within a function."""
    modules = {name_module(path) for path in FILES}
    assert find_circles({name_module(path): list_modules(path, modules) for path in FILES}) == []


def test_every_room_is_known():
    """Every file belongs to a room that has its place in the flow."""
    assert {find_room(path) for path in FILES} == COMMON | set(FLOW) | set(AT_THE_END)


@each_file
def test_what_an_extra_installs_is_imported_where_it_is_needed(path):
    """Outside the rooms that read articles or train, all that is imported comes with the base."""
    if find_room(path) in {"extraction", "engines", "training"}:
        return
    names = {name.split(".")[0] for name in iter_imports(path)} - set(sys.stdlib_module_names)
    assert names <= {"exporter", *BASE}


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
    folders = ("exporter", "schemas", "tests", "benchmarks", "docs", "tools", "seeds", "dist", ".ci")
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
