"""Finds documents that print one text, such as copies of an agency's report under other headlines.

Two documents are near-duplicates if at least half of the runs of four words in their bodies stand in both (the Jaccard
index of Broder, "On the resemblance and containment of documents", 1997). Which pairs are worth comparing is told by
MinHash signatures (Broder et al., "Min-wise independent permutations", 1998), here with multiply-add hashes of 32 bits;
every one of these is then compared by all of its runs, so no pair is joined by an estimate.
"""

import re
import unicodedata
from array import array
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import blake2b, shake_256

import numpy as np
import numpy.typing as npt

from exporter.extraction.corpus.spill import Spill
from exporter.extraction.ids import build_id
from exporter.records import Document

Shingles = npt.NDArray[np.uint64]
Signatures = npt.NDArray[np.uint32]
Numbers = npt.NDArray[np.int64]

_RUN = 4
_FEWEST_WORDS = 20
_SHARED = 0.5
# Of the pairs that share half of their runs, one in 80,000 has no band in common.
_BANDS, _ROWS = 85, 3
_LIKELY = 0.35  # of a signature: four standard deviations below what near-duplicates have at least
_AT_ONCE = 256
# Chosen by chance, once and for all; an even factor would lose bits.
_CHANCE = np.frombuffer(shake_256(b"near-duplicates").digest(2 * _BANDS * _ROWS * 4), "<u4").astype(np.uint32)
_FACTORS, _SUMMANDS = _CHANCE.reshape(2, -1)
_FACTORS = _FACTORS | np.uint32(1)
_WORD = re.compile(r"\w+")
_NO_DATE = datetime.max.replace(tzinfo=UTC)


class NearDuplicateFinder:
    """Finds the clusters of documents that are shown to it one after the other, in any order.

    A cluster is what near-duplicates, and near-duplicates of these, make together. In memory it takes some 1.5 KB for
    each document.
    """

    def __init__(self) -> None:
        """Begin without any documents.

        Raises:
            ExtractionError: No temporary file can be made.
        """
        self._documents: list[tuple[datetime, str]] = []
        self._texts: list[int | None] = []
        self._known: dict[bytes, int] = {}
        self._signatures = array("I")
        self._shingles: Spill[bytes] = Spill()

    def add(self, document: Document) -> None:
        """Note a document; what is printed word for word by several is kept once.

        Raises:
            ExtractionError: There is no room for a temporary file.
        """
        self._documents.append((document.published_at or _NO_DATE, document.document_id))
        shingles = build_shingles(document)
        self._texts.append(self._number(shingles) if len(shingles) else None)

    def find(self) -> list[str]:
        """Build the cluster_id of every document, in the order in which they were added.

        Raises:
            ExtractionError: There was no room for a temporary file.
        """
        clusters = self._cluster().tolist()
        firsts: dict[int, tuple[datetime, str]] = {}
        for document, text in zip(self._documents, self._texts, strict=True):
            if text is not None:
                cluster = clusters[text]
                firsts[cluster] = min(document, firsts.get(cluster, document))
        return [
            build_id("c", (document if text is None else firsts[clusters[text]])[1])
            for document, text in zip(self._documents, self._texts, strict=True)
        ]

    def _number(self, shingles: Shingles) -> int:
        content = shingles.tobytes()
        digest = blake2b(content, digest_size=16).digest()
        if digest not in self._known:
            self._known[digest] = len(self._known)
            self._shingles.append(content)
            self._signatures.frombytes(sign_shingles(shingles).tobytes())
        return self._known[digest]

    def _cluster(self) -> Numbers:
        """Give each text the number of its cluster."""
        signatures = np.frombuffer(self._signatures, np.uint32).reshape(-1, _BANDS, _ROWS)
        clusters = np.arange(len(signatures))
        for band in range(_BANDS):
            for bucket in _find_buckets(signatures[:, band]):
                for place, first in enumerate(bucket):
                    if (clusters[bucket] == clusters[first]).all():
                        break
                    self._join(first, _choose_likely(signatures, first, bucket[place + 1 :], band), clusters)
        return clusters

    def _join(self, first: int, others: Numbers, clusters: Numbers) -> None:
        """Join the clusters of a text and of those others that are its near-duplicates."""
        one = self._read(first)
        for start in range(0, len(others), _AT_ONCE):
            seconds = others[start : start + _AT_ONCE]
            seconds = seconds[clusters[seconds] != clusters[first]]
            for second in seconds[self._compare(one, seconds) >= _SHARED]:
                clusters[clusters == clusters[second]] = clusters[first]

    def _compare(self, one: Shingles, seconds: Numbers) -> npt.NDArray[np.float64]:
        """Compute which share of all runs each of several texts has in common with one."""
        texts = [self._read(second) for second in seconds]
        if not texts:
            return np.empty(0)
        sizes = np.array([text.size for text in texts])
        together = np.concatenate(texts)
        places = np.searchsorted(one, together).clip(max=one.size - 1)
        shared = np.add.reduceat(one[places] == together, np.cumsum(sizes) - sizes, dtype=np.int64)
        return np.asarray(shared / (one.size + sizes - shared))

    def _read(self, number: int) -> Shingles:
        return np.frombuffer(self._shingles[number], np.uint64)


def build_shingles(document: Document) -> Shingles:
    """Build the hashes of the runs of words in the body of a document, each once, in order of size.

    A short body is one run, so that its only near-duplicate is one of the same words. Case, punctuation and all that is
    no body do not count. The hashes are the same on every machine.
    """
    text = "\n".join(document.text[zone.start : zone.end] for zone in document.zones if zone.kind == "body")
    words = _WORD.findall(unicodedata.normalize("NFC", text).casefold())
    length = _RUN if len(words) >= _FEWEST_WORDS else max(1, len(words))
    runs = (" ".join(words[start : start + length]) for start in range(len(words) - length + 1))
    hashes = b"".join({blake2b(run.encode(), digest_size=8).digest() for run in runs})
    return np.sort(np.frombuffer(hashes, "<u8").astype(np.uint64))


def sign_shingles(shingles: Shingles) -> Signatures:
    """Sign runs of words so that two signatures agree in about the share of numbers that two sets share of runs."""
    hashes = shingles.astype(np.uint32)
    signature = np.full(_BANDS * _ROWS, np.iinfo(np.uint32).max, np.uint32)
    for start in range(0, len(hashes), _AT_ONCE):
        hashed = np.multiply.outer(hashes[start : start + _AT_ONCE], _FACTORS) + _SUMMANDS
        np.minimum(signature, hashed.min(axis=0), out=signature)
    return signature


def _find_buckets(band: Signatures) -> Iterator[Numbers]:
    """Find the texts whose rows are equal, where there are several."""
    order = np.lexsort(band.T)
    ordered = band[order]
    ends = np.flatnonzero((ordered[1:] != ordered[:-1]).any(axis=1)) + 1
    bounds = np.concatenate(([0], ends, [len(order)]))
    for place in np.flatnonzero(np.diff(bounds) > 1):
        yield order[bounds[place] : bounds[place + 1]]


def _choose_likely(signatures: Signatures, first: int, others: Numbers, band: int) -> Numbers:
    """Choose those that may be near-duplicates of a text and had no band in common with it before this one."""
    same = signatures[others] == signatures[first]
    likely = np.count_nonzero(same, axis=(1, 2)) >= _LIKELY * _BANDS * _ROWS
    had_one = same[likely, :band].all(axis=2).any(axis=1)
    chosen: Numbers = others[likely][~had_one]
    return chosen
