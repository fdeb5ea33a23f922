"""Files of other machines are fetched from hosts that are named only, and whatever those answer is bounded."""

import json
import socket
from threading import Thread

import pytest

from exporter.validation import validate
from exporter.validation.model.budget import Budget

OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
def serve():
    """Give a function that answers one request with some bytes, for ever if it is told to, and tells its port."""
    sockets = []

    def start(answer, forever=b""):
        listener = socket.create_server(("127.0.0.1", 0))
        sockets.append(listener)

        def run():
            try:
                connection = listener.accept()[0]
                with connection:
                    connection.recv(65536)
                    connection.sendall(answer)
                    while forever:
                        connection.sendall(forever)
            except OSError:
                return

        Thread(target=run, daemon=True).start()
        return listener.getsockname()[1]

    yield start
    for item in sockets:
        item.close()


def check(folder, port, **budget):
    """Check a package whose only table is behind a port of this machine."""
    url = f"http://localhost:{port}/t.csv"
    described = {"name": "t", "path": url, "format": "csv", "schema": {"fields": [{"name": "id"}]}}
    (folder / "datapackage.json").write_text(json.dumps({"resources": [described]}), encoding="utf-8")
    return validate(folder, hosts=["localhost"], budget=Budget(**budget))


def test_a_file_of_an_allowed_host_is_checked(tmp_path, serve, monkeypatch):
    """What a host that is named gives is a table as any other."""
    monkeypatch.setenv("no_proxy", "localhost")
    report = check(tmp_path, serve(OK + b"\r\nid\na\nb\n"))
    assert (report.counts, report.checked.rows) == ({}, 2)


ANSWERS = {
    "cut": (OK + b"Content-Length: 100\r\n\r\nid\nhunter2\n", "7 of 100 bytes"),
    "another place": (b"HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\n\r\n", "302 Found"),
    "not there": (b"HTTP/1.1 404 hunter2\r\n\r\n", "404 Not Found"),
    "not HTTP": (b"SSH-2.0-hunter2\r\n", "an answer that is not HTTP (BadStatusLine)"),
    "nothing": (b"", "an answer that is not HTTP"),
    "broken pieces": (OK + b"Transfer-Encoding: chunked\r\n\r\nhunter2\r\n", "an answer that is not HTTP"),
}


@pytest.mark.parametrize(("answer", "words"), ANSWERS.values(), ids=ANSWERS)
def test_an_odd_answer_is_a_finding(tmp_path, serve, monkeypatch, answer, words):
    """An answer that is not the whole file is a finding, in which nothing stands of what was answered."""
    monkeypatch.setenv("no_proxy", "localhost")
    report = check(tmp_path, serve(answer))
    assert report.counts == {"remote-unreadable": 1}
    assert words.split(" of ")[-1] in report.findings[0].message
    assert "hunter2" not in report.to("json")


@pytest.mark.parametrize(
    ("answer", "forever", "budget"),
    [
        (OK + b"\r\n", b"x" * 65536, {"remote_bytes": 1 << 20}),
        (OK + b"X: ", b"x", {"seconds": 1}),
        (OK + b"\r\n", b"x", {"seconds": 1}),
    ],
    ids=["size", "head", "body"],
)
def test_an_answer_without_end_has_one(tmp_path, serve, monkeypatch, answer, forever, budget):
    """Neither size nor time of an answer is without bounds."""
    monkeypatch.setenv("no_proxy", "localhost")
    counts = check(tmp_path, serve(answer, forever), **budget).counts
    assert counts["remote-unreadable"] == 1
