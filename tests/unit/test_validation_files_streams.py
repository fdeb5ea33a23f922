"""Compressed, encoded and remote files: what is in them is checked, and what they could do to us is bounded."""

import gzip
import hashlib
import http.server
import io
import json
import os
import threading
import zipfile
from typing import ClassVar

import pytest

from exporter.validation import validate
from exporter.validation.model.budget import Budget

GOOD = b"id,name\n1,a\n2,b\n"
BAD = b"id,name\n1,a\nx,b\n"
FIELDS = [{"name": "id", "type": "integer"}, {"name": "name", "type": "string"}]


def write_package(folder, name, data, **properties):
    """Write a package of one file and give back its folder."""
    (folder / name).write_bytes(data)
    resource = {"name": "t", "path": name, "schema": {"fields": FIELDS}, **properties}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}), encoding="utf-8")
    return folder


def zip_up(files):
    """Make an archive of files, by name."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def list_codes(report):
    """List code and row of all findings."""
    return [(item.code, item.row) for item in report.findings]


@pytest.mark.parametrize(
    ("name", "pack", "properties"),
    [
        ("t.csv.gz", gzip.compress, {}),
        ("t.csv.zip", lambda data: zip_up({"t.csv": data}), {}),
        ("t.data", gzip.compress, {"format": "csv", "compression": "gz"}),
        ("t.csv.gz", lambda data: gzip.compress(data[:9]) + gzip.compress(data[9:]), {}),
    ],
    ids=["gzip", "zip", "declared", "two-members"],
)
def test_compressed_files_are_checked(tmp_path, name, pack, properties):
    """The rows of a compressed file are checked; bytes and hash are those of the file as it is."""
    for data, expected in ((GOOD, []), (BAD, [("type-error", 3)])):
        packed = pack(data)
        hashes = {"bytes": len(packed), "hash": f"sha256:{hashlib.sha256(packed).hexdigest()}"}
        report = validate(write_package(tmp_path, name, packed, **hashes, **properties))
        assert list_codes(report) == expected
        assert report.checked.rows == 2


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("t.csv.gz", gzip.compress(GOOD)[:-6]),
        ("t.csv.gz", GOOD),
        ("t.csv.gz", gzip.compress(GOOD)[:-5] + b"\0\0\0\0\0"),
        ("t.csv.zip", b"PK\x03\x04 no archive"),
        ("t.csv.zip", zip_up({"a.csv": GOOD, "b.csv": GOOD})),
        ("t.csv.zip", zip_up({})),
        ("t.csv.zip", zip_up({"t.csv": GOOD * 50}).replace(b"\x00t.csv", b"\x00u.csv", 1)),
    ],
    ids=["cut", "not-gzip", "bad-sum", "not-zip", "two-files", "no-file", "bad-header"],
)
def test_damaged_archives_are_findings(tmp_path, name, data):
    """What cannot be decompressed is one finding, whatever is wrong with it."""
    report = validate(write_package(tmp_path, name, data))
    assert "compression-error" in report.counts
    assert "internal-error" not in report.counts


@pytest.mark.parametrize("pack", [gzip.compress, lambda data: zip_up({"t.csv": data})], ids=["gz", "zip"])
def test_bombs_are_not_inflated(tmp_path, pack):
    """A file that grows beyond the ratio, or beyond the size, ends the reading."""
    suffix = "gz" if pack is gzip.compress else "zip"
    data = GOOD + b"3,c\n" * 500_000
    package = write_package(tmp_path, f"t.csv.{suffix}", pack(data))
    for budget in (Budget(free_bytes=1 << 20, inflated_ratio=100), Budget(inflated_bytes=1 << 20)):
        report = validate(package, budget=budget)
        assert report.counts == {"compression-error": 1}
        assert report.checked.rows < 500_000
    assert validate(package).checked.rows == 500_002


@pytest.mark.parametrize(
    ("encoding", "valid"), [("utf-16", True), ("cp1252", True), ("ascii", False), ("utf-8", True)]
)
def test_declared_encodings_count(tmp_path, encoding, valid):
    """A file is read by the encoding that is declared, and by no other."""
    text = "id,name\n1,é\n"
    data = text.encode("utf-8" if encoding == "ascii" else encoding)
    assert validate(write_package(tmp_path, "t.csv", data, encoding=encoding)).valid is valid


def test_time_is_bounded(tmp_path):
    """When the time is up the reading ends, and what was not checked is an error."""
    package = write_package(tmp_path, "t.csv", GOOD)
    report = validate(package, budget=Budget(seconds=1e-9))
    assert report.counts == {"budget-time": 1}
    assert not report.valid


def test_hash_is_of_the_whole_file_though_reading_ends_early(tmp_path):
    """Broken quoting ends the reading of rows, but not the hashing of the file."""
    data = b'id,name\n1,"a"b\n' + GOOD * 100_000
    right = f"sha256:{hashlib.sha256(data).hexdigest()}"
    assert set(validate(write_package(tmp_path, "t.csv", data, hash=right)).counts) == {"csv-quote"}


class _Handler(http.server.BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self):
        """Serve one file, send others elsewhere."""
        self.asked.append(self.path)
        if self.path == "/moved.csv":
            self.send_response(302)
            self.send_header("Location", "/t.csv")
            self.end_headers()
            return
        self.send_response(200 if self.path == "/t.csv" else 404)
        self.end_headers()
        if self.path == "/t.csv":
            self.wfile.write(BAD)

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def server():
    """Serve on a free port of this machine."""
    _Handler.asked.clear()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler) as found:
        thread = threading.Thread(target=found.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{found.server_port}"
        found.shutdown()
        thread.join()


def test_nothing_is_fetched_unless_allowed(tmp_path, server):
    """A URL is a warning, and nobody is asked; a host that is allowed is asked once, and its file checked."""
    package = write_package(tmp_path, "t.csv", GOOD, path=f"{server}/t.csv")
    assert validate(package).counts == {"path-remote": 1}
    assert validate(package, hosts=["example.org"]).counts == {"path-remote": 1}
    assert _Handler.asked == []
    report = validate(package, hosts=["127.0.0.1"])
    assert list_codes(report) == [("type-error", 3)]
    assert _Handler.asked == ["/t.csv"]


@pytest.mark.parametrize("name", ["moved.csv", "nothing.csv"])
def test_redirections_are_not_followed(tmp_path, server, name):
    """Another address than the one asked for, or no file at all, is an error."""
    package = write_package(tmp_path, "t.csv", GOOD, path=f"{server}/{name}")
    assert validate(package, hosts=["127.0.0.1"]).counts == {"remote-unreadable": 1}
    assert _Handler.asked == [f"/{name}"]


def test_large_remote_files_are_cut(tmp_path, server):
    """A remote file that is larger than allowed is not read to its end."""
    package = write_package(tmp_path, "t.csv", GOOD, path=f"{server}/t.csv")
    report = validate(package, hosts=["127.0.0.1"], budget=Budget(remote_bytes=4))
    assert report.counts == {"remote-unreadable": 1}


def test_pipes_and_links_are_not_followed(tmp_path):
    """A pipe does not make us wait, and a link out of the package shows nothing of what is behind it."""
    (tmp_path / "secret.txt").write_text("id,name\nhunter2,b\n", encoding="utf-8")
    package = tmp_path / "package"
    package.mkdir()
    write_package(package, "t.csv", GOOD)
    for make, code in (
        (lambda path: os.mkfifo(path), "path-not-a-file"),
        (lambda path: path.symlink_to(tmp_path / "secret.txt"), "path-unsafe"),
        (lambda path: path.symlink_to("/dev/zero"), "path-unsafe"),
    ):
        (package / "t.csv").unlink()
        make(package / "t.csv")
        report = validate(package)
        assert report.counts == {code: 1}
        assert "hunter2" not in report.to_text()


@pytest.mark.parametrize(
    ("encoding", "data", "rows"),
    [
        ("ascii", b"id,name\n1,\xc3\xa9\n2,b\n3,\xff\n", [2, 4]),
        ("cp1252", b"id,name\n1,a\n2,\x81\n", [3]),
        (
            "utf-16-le",
            "id,name\n1,a\n".encode("utf-16-le") + b"2\0,\0\x00\xdc\n\0" + "3,b\n".encode("utf-16-le"),
            [3],
        ),
        ("utf-16-be", "id,name\n1,a\n".encode("utf-16-be") + b"\0", [3]),
        ("shift_jis", "id,name\n1,港\n".encode("shift_jis") + b"2,\x85\n3,b\n", [3]),
    ],
)
def test_bytes_that_are_no_text_are_found_in_their_row(tmp_path, encoding, data, rows):
    """In every encoding, the rows that are not text are found, and the others are read."""
    report = validate(write_package(tmp_path, "t.csv", data, encoding=encoding))
    assert [row for code, row in list_codes(report) if code == "encoding-error"] == rows
