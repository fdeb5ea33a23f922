"""Fetches files of a package from hosts that the user allows by name; without any, nothing is ever fetched."""

import http.client
import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterable
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from time import monotonic
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from exporter.validation.model.budget import Budget, OutOfTimeError
from exporter.validation.model.messages import quote
from exporter.validation.model.opening import PackageFile
from exporter.validation.report.findings_log import FindingsLog

_BLOCK = 1 << 18
_TIMEOUT, _PATIENCE = 30, 30
_SLOWEST = 1000
"""How many bytes must come in a second, on average and after a while."""
_DIGITS = 20


class Remote:
    """Files behind URLs, kept in a folder of their own for as long as the block runs."""

    def __init__(self, hosts: Iterable[str], budget: Budget) -> None:
        """Take the names of the hosts that may be asked."""
        self._hosts, self._budget = frozenset(host.lower() for host in hosts), budget
        self._folder: Path | None = None
        self._found: dict[str, PackageFile | None] = {}

    def __enter__(self) -> Self:
        """Start without any file."""
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        """Remove the files."""
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def allows(self, url: str) -> bool:
        """Tell whether a URL is of http or https and its host is among the allowed; one with a user never is."""
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        is_web = parts.scheme.lower() in ("http", "https") and "@" not in parts.netloc
        return is_web and (parts.hostname or "") in self._hosts

    def find_file(self, url: str, log: FindingsLog, *, pointer: str) -> PackageFile | None:
        """Fetch a file once, or write down why it cannot be had; redirections are not followed."""
        if url not in self._found:
            self._found[url] = None
            try:
                self._found[url] = self._fetch(url)
            except (OSError, http.client.HTTPException, ValueError, OutOfTimeError) as error:
                message = f"cannot be fetched (expected a file, found {_explain(error)} at {quote(url)})"
                log.add("remote-unreadable", message, pointer=pointer)
                if isinstance(error, urllib.error.HTTPError):
                    error.close()
        return self._found[url]

    def _fetch(self, url: str) -> PackageFile:
        self._folder = self._folder or Path(tempfile.mkdtemp(prefix="exporter-")).resolve()
        path = self._folder / str(len(self._found))
        opener = urllib.request.build_opener(_NoRedirects)
        request = urllib.request.Request(url, headers={"User-Agent": "exporter"})
        started = monotonic()
        with self._open(opener, request) as answer, path.open("wb") as file:
            size = 0
            # Only read1 gives what is there; read waits for a whole block, which may come byte by byte.
            while block := answer.read1(_BLOCK):
                size += len(block)
                if size > self._budget.remote_bytes:
                    raise ValueError(f"more than {self._budget.remote_bytes:,} bytes")
                if size < (monotonic() - started - _PATIENCE) * _SLOWEST:
                    raise ValueError(f"fewer than {_SLOWEST:,} bytes in a second")
                self._budget.check_time()
                file.write(block)
            announced = answer.headers.get("Content-Length", "")
            if announced.isdecimal() and len(announced) < _DIGITS and int(announced) != size:
                raise ValueError(f"{size:,} of {int(announced):,} bytes")
        return PackageFile(path, self._folder, Path(path.name))

    def _open(self, opener: urllib.request.OpenerDirector, request: urllib.request.Request) -> Any:  # noqa: ANN401
        """Wait for an answer, but not for one whose head comes byte by byte."""
        answers: Future[Any] = Future()

        def ask() -> None:
            try:
                answers.set_result(opener.open(request, timeout=_TIMEOUT))
            except BaseException as error:  # It is raised again where it is waited for.
                answers.set_exception(error)

        # A thread of its own, which nobody waits for at the end of the program.
        Thread(target=ask, daemon=True).start()
        left = self._budget.count_seconds_left()
        try:
            return answers.result(_PATIENCE if left is None else min(_PATIENCE, left))
        except TimeoutError as error:
            self._budget.check_time()
            raise ValueError(f"no answer within {_PATIENCE} s") from error


def _explain(error: Exception) -> str:
    """Say what went wrong, in no words of the other machine."""
    if isinstance(error, urllib.error.HTTPError):
        return f"{error.code} {http.client.responses.get(error.code, '')}".rstrip()
    if isinstance(error, http.client.HTTPException) and not isinstance(error, http.client.InvalidURL):
        return f"an answer that is not HTTP ({type(error).__name__})"
    return quote(str(error))


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_: Any) -> None:  # noqa: ANN401 - as the base class has it
        """Follow nothing: another address is another host until the user says otherwise."""
        return
