"""The bytes of a resource as one stream: files one after the other, hashed, decompressed, and as UTF-8."""

import codecs
import io
import os
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, BinaryIO

from exporter.validation.model.budget import Budget
from exporter.validation.model.messages import quote
from exporter.validation.model.opening import File, open_regular
from exporter.validation.report.findings_log import FindingsLog

_BLOCK, _COMPRESSED = 1 << 18, 1 << 16
_EMPTY_MEMBERS = 10_000
_MOST_BAD_BYTES = 10_000
BAD_BYTE = b"\xff"
"""Stands in a stream for what is not text in the encoding of the file; it is no part of UTF-8."""


class HashingReader:
    """Reads files one after the other, and hashes what is read."""

    def __init__(self, paths: Sequence[File], hashes: Sequence[Any] = ()) -> None:
        """Take the files, which must be regular, and hash objects of hashlib that get every byte."""
        self._paths = iter(paths)
        self._hashes = hashes
        self._file: BinaryIO | None = None
        self.bytes = 0

    def readinto(self, view: memoryview) -> int:
        """Fill at most the view; 0 at the end of the last file.

        Raises:
            OSError: A file cannot be read.
        """
        while True:
            if self._file is None:
                path = next(self._paths, None)
                if path is None:
                    return 0
                self._file = open_regular(path)
            count: int = self._file.readinto(view)  # type: ignore[attr-defined]
            if count:
                for item in self._hashes:
                    item.update(view[:count])
                self.bytes += count
                return count
            self._file.close()
            self._file = None

    def read(self, size: int = _BLOCK) -> bytes:
        """Read the next piece, of at most this size; empty at the end."""
        block = bytearray(size)
        return bytes(block[: self.readinto(memoryview(block))])

    def drain(self, budget: Budget | None = None) -> None:
        """Read the rest, for the sake of the hashes."""
        if self._hashes:
            while self.read():
                if budget is not None:
                    budget.check_time()
        if self._file is not None:
            self._file.close()


class MemoryReader(HashingReader):
    """Reads bytes that are in memory already."""

    def __init__(self, data: bytes) -> None:
        """Take the bytes."""
        super().__init__(())
        self._data = io.BytesIO(data)

    def readinto(self, view: memoryview) -> int:
        """Fill at most the view; 0 at the end."""
        return self._data.readinto(view)


class Stream:
    """What is in the files, decompressed and as UTF-8; damage is written down and ends the stream."""

    def __init__(
        self,
        files: HashingReader,
        paths: Sequence[File],
        *,
        compression: str | None,
        encoding: str,
        budget: Budget,
        log: FindingsLog,
    ) -> None:
        """Get ready to read.

        Args:
            files: The files, as they are.
            paths: The same, for archives, which are read from their end.
            compression: "gz", "zip" or None.
            encoding: One that codecs knows.
            budget: What may be used up.
            log: Gets the damage.
        """
        self._files, self._paths, self._budget, self._log = files, paths, budget, log
        self.encoding = encoding
        self._decoder = None if is_utf8(encoding) else codecs.getincrementaldecoder(encoding)("strict")
        pieces = {"gz": self._iter_gzip, "zip": self._iter_zip}.get(compression or "", self._iter_plain)()
        self.is_plain = compression is None and self._decoder is None
        self._pieces = pieces if self._decoder is None else self._iter_decoded(pieces)
        self._rest = memoryview(b"")
        self._is_over = False

    @property
    def has_offsets(self) -> bool:
        """Tell whether places in the stream are places in the file, once that is decompressed."""
        return self._decoder is None

    def readinto(self, view: memoryview) -> int:
        """Fill at most the view; 0 at the end, which may come early."""
        if self._is_over:
            return 0
        if self._budget.is_over():
            return self._end("budget-time", self._budget.describe_time())
        try:
            count = self._files.readinto(view) if self.is_plain else self._copy(view)
        except UnicodeError as error:  # What the decoder of some encodings says of what it cannot know.
            count = self._end("encoding-error", f"not text in {self.encoding} ({quote(str(error))})")
        except (
            zlib.error,
            zipfile.BadZipFile,
            EOFError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            found = quote(" ".join(str(error).split()))
            count = self._end(
                "compression-error", f"cannot be decompressed (expected a whole file, found {found})"
            )
        except OSError as error:
            count = self._end("path-not-a-file", f"cannot be read ({error.strerror or error})")
        return count

    def _end(self, code: str, message: str) -> int:
        self._log.add(code, message)
        self._is_over = True
        return 0

    def _copy(self, view: memoryview) -> int:
        while not len(self._rest):
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(view), len(self._rest))
        view[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def _iter_plain(self) -> Iterator[bytes]:
        while piece := self._files.read():
            yield piece

    def _iter_decoded(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Yield UTF-8, with BAD_BYTE for what is not text, so that it is found in its row."""
        decoder = self._decoder
        assert decoder is not None
        left = _MOST_BAD_BYTES
        for piece, is_last in chain(((piece, False) for piece in pieces), [(b"", True)]):
            rest = piece
            while left:
                try:
                    yield decoder.decode(rest, is_last).encode("utf-8")
                    break
                except UnicodeDecodeError as error:
                    # The decoder may have kept some bytes of before; it still has them, because it failed.
                    kept = len(error.object) - len(rest)
                    yield decoder.decode(rest[: max(error.start - kept, 0)]).encode("utf-8") + BAD_BYTE
                    rest = rest[max(error.end - kept, 0) :]
                    decoder.setstate((b"", decoder.getstate()[1]))
                    left -= 1
            if not left:
                raise UnicodeError(f"at more than {_MOST_BAD_BYTES:,} places; reading ended here")

    def _iter_gzip(self) -> Iterator[bytes]:
        """Yield what gzip members hold, in pieces of a bounded size; NUL may follow a member."""
        inflated = empty = 0
        data, is_last, engine, size = b"", False, None, 0
        while not is_last or engine is not None:
            if not data and not is_last:
                data = self._files.read(_COMPRESSED)
                is_last = not data
            if engine is None:
                data = data.lstrip(b"\0") if inflated else data
                if not data:
                    continue
                engine, size = zlib.decompressobj(wbits=31), 0
            piece = engine.decompress(data, _BLOCK)
            data = engine.unconsumed_tail
            size += len(piece)
            if engine.eof:
                data, engine = engine.unused_data, None
                empty += not size
            elif is_last and not piece:
                raise EOFError("an end before that of the compressed data")
            if empty > _EMPTY_MEMBERS:
                raise zlib.error(f"more than {_EMPTY_MEMBERS:,} members with nothing in them")
            if piece:
                inflated += len(piece)
                self._check_size(inflated, self._files.bytes)
                yield piece

    def _iter_zip(self) -> Iterator[bytes]:
        """Yield what the only file in each archive holds."""
        self._files.drain(self._budget)
        for path in self._paths:
            with open_regular(path) as file, zipfile.ZipFile(file) as archive:
                members = [item for item in archive.infolist() if not item.is_dir()]
                if len(members) != 1:
                    raise zipfile.BadZipFile(f"{len(members)} files, where one is expected")
                if members[0].compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                    # The others are unpacked without any bound on what comes out at once.
                    raise NotImplementedError(f"compression method {members[0].compress_type}, not deflate")
                # What an archive says of its sizes need not be true.
                compressed, inflated = os.fstat(file.fileno()).st_size, 0
                with archive.open(members[0]) as member:
                    while piece := member.read(_BLOCK):
                        inflated += len(piece)
                        self._check_size(inflated, compressed)
                        yield piece

    def _check_size(self, inflated: int, compressed: int) -> None:
        excess = self._budget.find_excess(inflated, compressed)
        if excess:
            raise zlib.error(f"too large: expected {excess}")


def is_utf8(encoding: str) -> bool:
    """Tell whether text in an encoding is UTF-8 as it stands; the encoding must exist."""
    return codecs.lookup(encoding).name == "utf-8"


def is_known(encoding: str) -> bool:
    """Tell whether there is a text encoding of this name."""
    try:
        return codecs.lookup(encoding)._is_text_encoding
    except (LookupError, ValueError):
        return False
