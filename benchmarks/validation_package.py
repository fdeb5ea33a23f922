"""Writes a package to validate: six tables with keys between them, in CSV and in Parquet, as large as one likes.

    python -m benchmarks.validation_package FOLDER [--documents N] [--faults]

The tables are those of exporter. Their rows are made up, the same on every run, 85 for each document. FOLDER/csv and
FOLDER/parquet hold the same rows. With --faults, one document in 200 brings seven faults, each of another kind.
"""

import argparse
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from exporter.packaging.cells import iter_csv
from exporter.packaging.descriptor import build_descriptor, build_resource, hash_file
from exporter.packaging.metadata import Metadata
from exporter.packaging.package import write_json
from exporter.tables import build_table_schema, convert_schema

NAMES = ("documents", "entities", "sources", "quotes", "quote_spans", "mentions")
# Rows for each document.
_ENTITIES, _SOURCES, _QUOTES, _SPANS, _MENTIONS = 2, 5, 10, 30, 37
ROWS = 1 + _ENTITIES + _SOURCES + _QUOTES + _SPANS + _MENTIONS
_AT_ONCE = 2_000
_FAULTY = 200
_SYLLABLES = (
    *("ka", "lo", "mi", "ren", "tas", "vel", "dor", "sin", "ue", "pra", "no", "ger", "hal"),
    *("ost", "ill", "und", "ara", "che", "tri", "bo", "ner", "lu", "ti", "ma", "sé", "ço"),
)
_WEIGHTS = [*[10] * 24, 1, 1]  # About as many letters with accents as in English news.

Numbers = npt.NDArray[np.uint64]
Columns = dict[str, Any]


class Maker:
    """Makes rows, chunk by chunk of documents."""

    def __init__(self, documents: int, *, has_faults: bool) -> None:
        """Make the texts that rows are drawn from."""
        self._documents, self._has_faults = documents, has_faults
        chance = random.Random(1)
        words = [
            "".join(chance.choices(_SYLLABLES, weights=_WEIGHTS, k=chance.randint(1, 4)))
            for _ in range(4_000)
        ]
        self._names = _make_texts(chance, words, 5_000, 1, 3, str.title)
        self._short = _make_texts(chance, words, 20_000, 3, 10, str)
        self._long = _make_texts(chance, words, 20_000, 10, 40, _mark_up)

    def iter_chunks(self) -> Iterator[dict[str, pa.Table]]:
        """Yield the rows of all six tables for some documents, and then for more."""
        for first in range(0, self._documents, _AT_ONCE):
            chance = np.random.default_rng(first)
            numbers = np.arange(first, min(first + _AT_ONCE, self._documents), dtype=np.uint64)
            made = {name: getattr(self, f"_make_{name}")(numbers, chance) for name in NAMES}
            if self._has_faults:
                _spoil(made, len(numbers))
            yield {name: _build_table(name, made[name]) for name in NAMES}

    def _make_documents(self, numbers: Numbers, chance: np.random.Generator) -> Columns:
        size, ids = len(numbers), _make_ids("d_", numbers)
        lengths = chance.integers(200, 3_000, size)
        days = chance.integers(1_500_000_000, 1_760_000_000, size) * 1_000_000
        return {
            "document_id": ids,
            "path": pc.binary_join_element_wise("articles/", ids, ".md", ""),
            "title": _draw(chance, self._short, size),
            "publisher": _draw(chance, self._names, size),
            "authors": _draw(chance, self._names, size, nulls=0.2),
            "url": pc.binary_join_element_wise("https://example.org/", ids, ""),
            "published_at": pa.array(days, pa.int64()).cast(pa.timestamp("us", "UTC")),
            "language": pa.array(["en"] * size),
            "detected_language": pa.array(["en"] * size),
            "license": pa.array(["CC-BY-4.0"] * size),
            "word_count": lengths,
            "char_count": lengths * 6,
            "body_start": np.zeros(size, np.int64),
            "body_end": lengths * 6,
            "sha256": pc.binary_join_element_wise(*[_make_ids("", numbers * 4 + k) for k in range(4)], ""),
            "cluster_id": _make_ids("c_", numbers),
        }

    def _make_entities(self, numbers: Numbers, chance: np.random.Generator) -> Columns:
        keys = _multiply(numbers, _ENTITIES)
        size = len(keys)
        return {
            "entity_id": _make_ids("e_", keys),
            "name": _draw(chance, self._names, size),
            "type": _choose(chance, ["person", "organization", "place"], size),
            "aliases": _draw(chance, self._names, size, nulls=0.7),
            "geonames_id": pa.array(chance.integers(1, 9_000_000, size).astype(str)),
            "country_code": _choose(chance, ["FR", "NO", "US", "PL"], size, nulls=0.6),
            "metonym": pa.array(chance.random(size) < 0.02),
            "mention_count": chance.integers(1, 50, size),
            "document_count": chance.integers(1, 9, size),
        }

    def _make_sources(self, numbers: Numbers, chance: np.random.Generator) -> Columns:
        keys = _multiply(numbers, _SOURCES)
        size, entities = len(keys), np.repeat(numbers * _ENTITIES, _SOURCES)
        return {
            "source_id": _make_ids("s_", keys),
            "document_id": _make_ids("d_", keys // _SOURCES),
            "entity_id": _empty(chance, _make_ids("e_", entities), 0.4),
            "name": _draw(chance, self._names, size),
            "kind": _choose(chance, ["person", "group", "organization", "government"], size),
            "naming": _choose(chance, ["named", "unnamed"], size),
            "count": chance.integers(1, 4, size),
            "role": _draw(chance, self._short, size, nulls=0.5),
            "affiliation": _draw(chance, self._names, size, nulls=0.6),
            "affiliation_id": _empty(chance, _make_ids("e_", entities + 1), 0.7),
            "anonymity_reason": _draw(chance, self._short, size, nulls=0.9),
            "quote_count": chance.integers(0, 9, size),
            **_make_span(chance, size),
        }

    def _make_quotes(self, numbers: Numbers, chance: np.random.Generator) -> Columns:
        keys = _multiply(numbers, _QUOTES)
        size = len(keys)
        sources = _make_ids("s_", keys // (_QUOTES // _SOURCES))
        return {
            "quote_id": _make_ids("q_", keys),
            "document_id": _make_ids("d_", keys // _QUOTES),
            "source_id": _empty(chance, sources, 0.1),
            "type": _choose(chance, ["direct", "indirect", "mixed"], size),
            "act": _choose(chance, ["speech", "writing", "belief", "intention"], size),
            "text": _draw(chance, self._long, size),
            **_make_span(chance, size),
            "cue": _choose(chance, ["said", "told", "wrote", "according to"], size, nulls=0.1),
            "cue_lemma": _choose(chance, ["say", "tell", "write", "accord"], size, nulls=0.1),
            "speaker": _draw(chance, self._names, size, nulls=0.1),
            "addressee": _draw(chance, self._names, size, nulls=0.9),
            "addressee_id": _empty(chance, _make_ids("e_", np.repeat(numbers * _ENTITIES, _QUOTES)), 0.95),
            "channel": _choose(chance, ["interview", "statement", "post"], size, nulls=0.7),
            "paragraph": chance.integers(0, 40, size),
            "confidence": np.round(chance.random(size), 2),
        }

    def _make_quote_spans(self, numbers: Numbers, chance: np.random.Generator) -> Columns:
        quotes = _multiply(numbers, _QUOTES)
        size, each = len(quotes) * 3, _SPANS // _QUOTES
        return {
            "quote_id": _make_ids("q_", np.repeat(quotes, each)),
            "role": pa.array(["content", "cue", "source"] * len(quotes)),
            "part": np.zeros(size, np.int64),
            **_make_span(chance, size),
            "text": _draw(chance, self._long, size),
        }

    def _make_mentions(self, numbers: Numbers, chance: np.random.Generator) -> Columns:
        keys = _multiply(numbers, _MENTIONS)
        size = len(keys)
        return {
            "mention_id": _make_ids("m_", keys),
            "entity_id": _make_ids("e_", chance.integers(0, self._documents * _ENTITIES, size, np.uint64)),
            "document_id": _make_ids("d_", keys // _MENTIONS),
            **_make_span(chance, size),
            "text": _draw(chance, self._names, size),
            "kind": _choose(chance, ["name", "nominal", "pronoun"], size),
        }


def _make_texts(
    chance: random.Random, words: list[str], size: int, least: int, most: int, end: Callable[[str], str]
) -> pa.Array:
    return pa.array(
        [end(" ".join(chance.choices(words, k=chance.randint(least, most)))) for _ in range(size)]
    )


def _mark_up(text: str) -> str:
    """Put marks into a sentence; which ones depends on its length only."""
    kind = len(text) % 5
    marked = {
        0: f"“{text},”",
        1: f'"{text}," it says',
        2: text.replace(" ", ", ", 2),
        3: f"{text}\n{text[:40]}",
    }
    return marked.get(kind, text)


def _multiply(numbers: Numbers, times: int) -> Numbers:
    """Number the rows of documents of which each has so many."""
    return np.repeat(numbers * np.uint64(times), times) + np.tile(
        np.arange(times, dtype=np.uint64), len(numbers)
    )


def _make_ids(prefix: str, numbers: Numbers) -> pa.Array:
    """Make ids of sixteen hexadecimal digits that look drawn by chance and are not; splitmix64."""
    mixed = numbers.astype(np.uint64) + np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    digits = (mixed ^ (mixed >> np.uint64(31))).tobytes().hex()
    width = len(prefix) + 16
    cells = np.empty((len(numbers), width), np.uint8)
    cells[:, : len(prefix)] = np.frombuffer(prefix.encode(), np.uint8)
    cells[:, len(prefix) :] = np.frombuffer(digits.encode(), np.uint8).reshape(-1, 16)
    offsets = np.arange(len(numbers) + 1, dtype=np.int32) * width
    return pa.Array.from_buffers(
        pa.string(), len(numbers), [None, pa.py_buffer(offsets), pa.py_buffer(cells.tobytes())]
    )


def _empty(chance: np.random.Generator, values: pa.Array, share: float) -> pa.Array:
    return pc.if_else(pa.array(chance.random(len(values)) < share), None, values)


def _draw(chance: np.random.Generator, texts: pa.Array, size: int, nulls: float = 0.0) -> pa.Array:
    found = texts.take(pa.array(chance.integers(0, len(texts), size)))
    return _empty(chance, found, nulls) if nulls else found


def _choose(chance: np.random.Generator, words: list[str], size: int, nulls: float = 0.0) -> pa.Array:
    return _draw(chance, pa.array(words), size, nulls)


def _make_span(chance: np.random.Generator, size: int) -> Columns:
    start = chance.integers(0, 1_000, size)  # No document is shorter than 1,200.
    return {"start": start, "end": start + chance.integers(1, 200, size)}


def _spoil(made: dict[str, Columns], documents: int) -> None:
    """Put faults into the rows of some documents, one kind into each table or two."""
    faults: list[tuple[str, str, int, Any]] = [
        ("documents", "sha256", 1, "not a hash"),  # constraint-pattern
        ("entities", "name", _ENTITIES, None),  # constraint-required
        ("sources", "kind", _SOURCES, "stone"),  # constraint-enum, which is the categories, too
        ("quotes", "confidence", _QUOTES, 1.5),  # constraint-maximum
        ("quotes", "source_id", _QUOTES, "s_nobody"),  # foreign-key
        ("quote_spans", "start", _SPANS, -4),  # constraint-minimum
        (
            "mentions",
            "mention_id",
            _MENTIONS,
            made["mentions"]["mention_id"][1].as_py(),
        ),  # primary-key-duplicate
    ]
    for table, field, times, value in faults:
        values = pa.array(made[table][field])
        mask = np.zeros(len(values), np.bool_)
        mask[:: _FAULTY * times] = True
        made[table][field] = pc.if_else(pa.array(mask), pa.scalar(value, values.type), values)


def _build_table(name: str, columns: Columns) -> pa.Table:
    # Nulls where none may be are among the faults.
    schema = pa.schema([field.with_nullable(True) for field in convert_schema(build_table_schema(name))])
    arrays = [pa.array(columns[field.name]).cast(field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def write_packages(folder: Path, documents: int, *, has_faults: bool) -> int:
    """Write FOLDER/csv and FOLDER/parquet; return how many rows each has."""
    rows = 0
    for kind in ("csv", "parquet"):
        (folder / kind / "data").mkdir(parents=True, exist_ok=True)
    files = {name: (folder / "csv" / "data" / f"{name}.csv").open("wb") for name in NAMES}
    writers: dict[str, pq.ParquetWriter] = {}
    for chunk in Maker(documents, has_faults=has_faults).iter_chunks():
        for name, table in chunk.items():
            rows += len(table)
            is_new = name not in writers
            if is_new:
                path = folder / "parquet" / "data" / f"{name}.parquet"
                writers[name] = pq.ParquetWriter(path, table.schema, write_page_checksum=True)
            for number, piece in enumerate(iter_csv(table)):
                if number or is_new:  # The first piece is the header.
                    files[name].write(piece)
            writers[name].write_table(table)
    for item in (*files.values(), *writers.values()):
        item.close()
    for kind in ("csv", "parquet"):
        _write_descriptor(folder / kind, kind)
    return rows


def _write_descriptor(folder: Path, kind: str) -> None:
    resources = []
    for name in NAMES:
        path = folder / "data" / f"{name}.{kind}"
        schema = build_table_schema(name)
        size = path.stat().st_size
        resources.append(build_resource(name, schema, kind=kind, digest=hash_file(path), size=size))
    descriptor = build_descriptor(resources, metadata=Metadata(name="made-up"), version="1.0.0", created=None)
    write_json(folder / "datapackage.json", descriptor)


def main() -> None:
    """Write the packages and tell how large they are."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--faults", action="store_true")
    options = parser.parse_args()
    rows = write_packages(options.folder, options.documents, has_faults=options.faults)
    for kind in ("csv", "parquet"):
        size = sum(path.stat().st_size for path in (options.folder / kind).rglob("*") if path.is_file())
        print(f"{options.folder / kind}: {rows:,} rows, {size / 1e6:,.0f} MB")


if __name__ == "__main__":
    main()
