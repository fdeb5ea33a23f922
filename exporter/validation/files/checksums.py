"""Checks the files of a release against its SHA256SUMS, as `sha256sum -c` does."""

import re
from collections.abc import Iterator
from pathlib import Path

from exporter.validation.files.find import find_file
from exporter.validation.files.hashes import FileHashes
from exporter.validation.model.messages import quote
from exporter.validation.model.opening import File, open_regular
from exporter.validation.report.findings_log import FindingsLog

CHECKSUMS_NAME = "SHA256SUMS"
_SIZE, _LINES = 64 << 20, 200_000
_LINE = re.compile(r"(\\?)([0-9A-Fa-f]{64}) [ *](.+)")


def check_checksums(root: Path, files: set[str], hashes: FileHashes, log: FindingsLog) -> None:
    """Check every line of SHA256SUMS, and that it lists every file of the release but itself.

    Args:
        root: The folder of the release.
        files: All files that lie in it, relative to it.
        hashes: Hashes that are known already.
        log: Gets the findings.
    """
    place = (root / CHECKSUMS_NAME).as_posix()
    if CHECKSUMS_NAME not in files:
        log.add("checksum-missing", "no such file (expected checksums of all files)", path=place)
        return
    listing = find_file(root, CHECKSUMS_NAME, log)
    if listing is None:
        return
    log.add_file(listing.path)
    listed = set()
    for number, path, expected in _iter_checksums(listing, place, log):
        listed.add(path)
        found = find_file(root, path, log, line=(place, number))
        if found is not None and hashes.hash([found], "sha256") != expected:
            message = f"another checksum for {quote(path)} (expected {expected}, found another)"
            log.add("checksum-mismatch", message, path=place, row=number)
    for path in sorted(files - listed - {CHECKSUMS_NAME}):
        log.add("checksum-missing", f"a file is not listed (expected a line for {quote(path)})", path=place)


def _iter_checksums(path: File, place: str, log: FindingsLog) -> Iterator[tuple[int, str, str]]:
    with open_regular(path) as file:
        data = file.read(_SIZE + 1)
    if len(data) > _SIZE or data.count(b"\n") > _LINES:
        message = f"too long (expected at most {_SIZE:,} bytes and {_LINES:,} lines, found more)"
        log.add("checksum-syntax", message, path=place)
        return
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    if lines[-1] == "":
        lines.pop()
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        if match is None:
            message = f"no checksum (expected 64 hexadecimal digits, two spaces, a path, found {quote(line)})"
            log.add("checksum-syntax", message, path=place, row=number)
            continue
        escaped, digest, name = match.groups()
        if escaped:
            name = re.sub(r"\\(.)", lambda item: {"n": "\n", "r": "\r"}.get(item[1], item[1]), name)
        yield number, name.removeprefix("./"), digest.lower()
