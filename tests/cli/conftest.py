"""Runs the program in this process, in an empty folder, so that spaCy is loaded once for all tests."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from exporter.cli import program

ROOT = Path(__file__).parents[2]
ARTICLE = (
    'The bridge is safe, the mayor said on Monday. "We checked every bolt," said Ana Ruiz, an engineer.\n'
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder in which no date and no wish for colours is set."""
    monkeypatch.chdir(tmp_path)
    for name in ("SOURCE_DATE_EPOCH", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def articles(folder: Path) -> Path:
    """Give a folder with one good article in it."""
    (folder / "articles").mkdir()
    (folder / "articles" / "bridge.txt").write_text(ARTICLE, encoding="utf-8")
    return folder / "articles"


@pytest.fixture
def seeds(folder: Path) -> Path:
    """Give a copy of the seeds."""
    return Path(shutil.copytree(ROOT / "seeds", folder / "seeds"))


@pytest.fixture
def run(folder: Path) -> Callable[..., Result]:
    """Give what runs the program with some arguments, in the empty folder."""

    def run_program(*arguments: str, **options: Any) -> Result:
        return CliRunner().invoke(program, arguments, prog_name="exporter", **options)

    return run_program
