"""Brings the pages up to date that must not lie: `python docs/refresh.py`.

On every page each console and pycon block is run again, and its output is put in: in order, in one folder for each
page, with copies of the seeds and of their release. The tables in docs/tables.md come from schemas/, docs/findings.md
from the table of codes, docs/conformance.md from the cases of the conformance tests, each validated again. A test
fails when any is stale.
"""

import contextlib
import doctest
import importlib
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from exporter.cli import program
from exporter.cli.markdown import build_codes, build_table
from exporter.schemas import TABLE_NAMES

ROOT = Path(__file__).resolve().parents[1]
PAGES = ("README.md", *sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "docs").glob("*.md")))

_BLOCK = re.compile(r"^```(console|pycon)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PART = re.compile(r"(<!-- (tables|findings|conformance) -->\n).*?(\n<!-- end -->)", re.DOTALL)
_PLAIN = re.compile(r"exporter [^|;&<>$]*")


def refresh(text: str) -> str:
    """Give back a page with everything in it that can be computed, computed anew."""
    text = _PART.sub(lambda match: f"{match[1]}\n{_build_part(match[2])}\n{match[3]}", text)
    if not _BLOCK.search(text):
        return text
    names: dict[str, Any] = {}
    with _copy_articles():
        return _BLOCK.sub(lambda match: f"```{match[1]}\n{_run(match[1], match[2], names)}```", text)


def _build_part(name: str) -> str:
    if name == "conformance":
        return _build_conformance()
    return build_codes() if name == "findings" else "\n\n".join(map(build_table, TABLE_NAMES))


def _build_conformance() -> str:
    place = str(ROOT / "tests" / "conformance")
    if place not in sys.path:
        sys.path.append(place)
    return str(importlib.import_module("conformance_page").build_page())


@contextlib.contextmanager
def _copy_articles() -> Iterator[None]:
    before = Path.cwd()
    kept = {name: os.environ.pop(name) for name in ("SOURCE_DATE_EPOCH", "NO_COLOR") if name in os.environ}
    with tempfile.TemporaryDirectory() as folder:
        for name in ("seeds", "dist"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
            os.environ.update(kept)


def _run(kind: str, block: str, names: dict[str, Any]) -> str:
    if kind == "pycon":
        return "".join(_run_python(example, names) for example in doctest.DocTestParser().get_examples(block))
    commands = re.findall(r"^\$ (?:.*\\\n)*.*\n", block, re.MULTILINE)
    return "".join(command + _run_command(command.removeprefix("$ ").strip()) for command in commands)


def _run_command(command: str) -> str:
    if _PLAIN.fullmatch(command) and '"' not in command:  # In this process, so that spaCy is loaded once.
        return CliRunner().invoke(program, command.split()[1:], prog_name="exporter").output
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        ["bash", "-c", command],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout


def _run_python(example: doctest.Example, names: dict[str, Any]) -> str:
    output = io.StringIO()
    with contextlib.redirect_stdout(output):
        exec(compile(example.source, "page", "single"), names)
    first, *rest = example.source.splitlines(keepends=True)
    return f">>> {first}" + "".join(f"... {line}" for line in rest) + output.getvalue()


def main() -> None:
    """Write the pages anew."""
    for page in PAGES:
        path = ROOT / page
        path.write_text(refresh(path.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
