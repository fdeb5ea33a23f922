"""Finds the packages that files belong to: the nearest descriptor above each, for whoever knows what has changed."""

import os
from collections.abc import Iterable
from pathlib import Path

from exporter.validation.targets.package import DESCRIPTOR_NAME


def find_packages(files: Iterable[str | Path]) -> list[Path]:
    """List the nearest descriptor above each file, every one once; a file without one has no part in the list.

    The search ends at the working folder for files in it, else at the root.
    """
    found = (_find_above(Path(file)) for file in files)
    return list(dict.fromkeys(path for path in found if path is not None))


def _find_above(file: Path) -> Path | None:
    here = Path.cwd()
    for folder in Path(os.path.abspath(file)).parents:  # noqa: PTH100 - does not resolve links
        found = folder / DESCRIPTOR_NAME
        if os.path.lexists(found):
            return found if file.is_absolute() else Path(os.path.relpath(found, here))
        if folder == here:
            return None
    return None
