"""Finds the files of a package without ever leaving it, and tells why one may not or cannot be read."""

import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from exporter.validation.model.messages import quote
from exporter.validation.model.opening import PackageFile, open_regular
from exporter.validation.report.findings_log import FindingsLog


def is_remote(path: str) -> bool:
    """Tell whether a path is a URL; a drive letter is none."""
    return re.match(r"[A-Za-z][A-Za-z0-9+.-]+:", path) is not None


def is_safe(path: str) -> bool:
    """Tell whether a path is relative, without `..`, home, drive, backslash or control characters."""
    if not path or path.startswith(("/", "~")) or "\\" in path or re.match(r"[A-Za-z]:", path):
        return False
    return ".." not in path.split("/") and re.search(r"[\x00-\x1f]", path) is None


def find_file(
    root: Path,
    path: str,
    log: FindingsLog,
    *,
    pointer: str | None = None,
    line: tuple[str, int] | None = None,
) -> PackageFile | None:
    """Find a file of a package, or write down why it may not or cannot be read.

    Args:
        root: The folder that must not be left.
        path: As a descriptor or manifest gives it, relative to root.
        log: Gets the finding.
        pointer: Where the path was given.
        line: The same, as the file and its line, if that is not the place of the log.
    """
    where: dict[str, Any] = {"pointer": pointer} if line is None else {"path": line[0], "row": line[1]}
    if is_remote(path):
        log.add("path-remote", f"not fetched (expected a file, found {quote(path)})", **where)
        return None
    if not is_safe(path):
        log.add("path-unsafe", f"not a path within the package (found {quote(path)})", **where)
        return None
    found = root / path
    if not os.path.lexists(found):
        log.add("path-missing", f"no such file (expected {quote(path)})", **where)
        return None
    real, real_root = Path(os.path.realpath(found)), Path(os.path.realpath(root))
    if not real.is_relative_to(real_root):
        log.add("path-unsafe", f"a link leads out of the package (found {quote(path)})", **where)
        return None
    return _find_regular(PackageFile(found, real_root, real.relative_to(real_root)), path, log, where)


def _find_regular(
    found: PackageFile, path: str, log: FindingsLog, where: Mapping[str, Any]
) -> PackageFile | None:
    try:
        open_regular(found).close()
    except FileNotFoundError:
        log.add("path-missing", f"a link leads nowhere (found {quote(path)})", **where)
    except OSError as error:
        log.add(
            "path-not-a-file",
            f"cannot be read as a file ({error.strerror or error}, {quote(path)})",
            **where,
        )
    else:
        return found
    return None
