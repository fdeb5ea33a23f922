"""Finds the packages that files belong to, for those who know only which files have changed."""

import os
from collections.abc import Iterable
from pathlib import Path

from exporter.validation.packages import DESCRIPTOR_NAME


def find_packages(files: Iterable[str | Path]) -> list[Path]:
    """List the nearest descriptor above each file, every one once; a file without one has no part in the list.

    The search ends at the working folder for files in it, else at the root.
    """
    found = (_find_above(Path(file)) for file in files)
    return list(dict.fromkeys(path for path in found if path is not None))


def _find_above(file: Path) -> Path | None:
    here = Path.cwd()
    inside = file.absolute().is_relative_to(here)
    for folder in file.parents if file.is_absolute() or inside else (here / file).parents:
        if os.path.lexists(folder / DESCRIPTOR_NAME):
            return folder / DESCRIPTOR_NAME
        if folder.absolute() == here:
            return None
    return None
