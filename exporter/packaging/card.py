"""Builds the data card of a release: README.md for the person who found the folder."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from exporter.packaging.citation import list_authors
from exporter.packaging.credits import GEONAMES_CREDIT
from exporter.packaging.markdown import (
    build_address,
    build_code,
    build_link,
    escape_line,
    escape_paragraphs,
    is_address,
)
from exporter.packaging.metadata import Metadata
from exporter.packaging.package import build_schemas
from exporter.packaging.provenance import Provenance
from exporter.tables import Tables

_ABOUT = """\
Made with exporter {version} from {documents} news articles. Every row points at the characters it came from:
`start` is inclusive, `end` exclusive, both count Unicode code points of the article's normalised text (UTF-8,
lines ended by a line feed), whose SHA-256 is in `documents.sha256`."""

_OPENING = """\
`csv/` and `parquet/` hold the same tables; each is a complete Data Package with its own `datapackage.json`.
In CSV an empty cell is null, and `NA`, `null` or `007` are text: some readers have to be told so.

```python
import exporter; exporter.open(".").quotes_with_sources()  # pandas, all types as promised
import pandas; pandas.read_parquet("parquet/data/quotes.parquet", dtype_backend="numpy_nullable")
import pandas; pandas.read_csv("csv/data/quotes.csv", dtype="string", keep_default_na=False, na_values=[""])
import polars; polars.read_parquet("parquet/data/quotes.parquet")
import polars; polars.read_csv("csv/data/quotes.csv", infer_schema=False)
import duckdb; duckdb.sql("FROM 'parquet/data/quotes.parquet'")
import duckdb; duckdb.sql("FROM read_csv('csv/data/quotes.csv', all_varchar=true, header=true, nullstr='')")
```

Read as above, CSV gives text in every column; the types are in `datapackage.json`. `sha256sum -c SHA256SUMS`
proves that no file changed. The digest of a table in `manifest.json` is the SHA-256 of its CSV file."""

_LIMITS = """\
The tables were read from the articles by a program, and no person has checked them.

- `quotes.confidence` is an estimate, from 0 to 1, of how likely the attribution is right as a whole: that
  these words are attributed, and to this source. Use it to sort, and read a sample before you choose a
  threshold.
- Some quotes are missed, and some spans are a few words too long or too short.
- A source is joined within one article only; an entity is joined across articles by its name, so namesakes
  may share one entity, and one person under two names may have two.
- `naming` tells whether the article names the source, not whether anyone knows who it is.
- What a source said is not thereby true, and what is not in these tables may still have been said."""


def build_card(
    tables: Tables,
    *,
    metadata: Metadata,
    version: str,
    created: datetime | None,
    provenance: Provenance,
) -> str:
    """Build the Markdown text of README.md: what it is, how it was made, how to open it, its limits."""
    sections = (
        ("", _build_head(metadata, version, created)),
        ("What is in it", "\n".join(_iter_counts(tables))),
        ("How to open it", _OPENING),
        ("How it was made", _build_making(tables, provenance)),
        ("What to know before use", _LIMITS),
        ("Licence", _build_licences(metadata)),
        ("How to cite", _build_citation(metadata, version, created)),
        *((f"Table `{name}`", text) for name, text in _iter_fields(tables)),
    )
    return "\n\n".join(f"## {title}\n\n{text}" if title else text for title, text in sections) + "\n"


def _build_head(metadata: Metadata, version: str, created: datetime | None) -> str:
    facts = [f"Version {version}", *([f"{created:%Y-%m-%d}"] if created else [])]
    links = [build_address(link) for link in (metadata.homepage, metadata.id) if link and is_address(link)]
    description = escape_paragraphs(metadata.description or "")
    parts = (f"# {_build_title(metadata)}", " · ".join([*facts, *links]), description)
    return "\n\n".join(part for part in parts if part)


def _build_title(metadata: Metadata) -> str:
    return escape_line(metadata.title or "") or escape_line(metadata.name)


def _iter_counts(tables: Tables) -> Iterator[str]:
    yield "| table | rows | what it is |"
    yield "|---|---:|---|"
    schemas = build_schemas(tables)
    for name, table in tables:
        yield f"| `{name}` | {table.num_rows} | {_escape(schemas[name]['description'])} |"


def _build_making(tables: Tables, provenance: Provenance) -> str:
    facts = provenance.to_dict()
    about = _ABOUT.format(version=facts["tool"]["version"], documents=tables.documents.num_rows)
    named = f"{facts['pipeline']['name']} {facts['pipeline']['version']}"
    pipeline = f"Language pipeline: {escape_line(named)}."
    options = json.dumps(facts["configuration"], ensure_ascii=False, sort_keys=True)
    return f"{about}\n\n{pipeline} Configuration: {build_code(options)}."


def _build_licences(metadata: Metadata) -> str:
    lines = [f"- {_name_licence(licence)}" for licence in metadata.licenses]
    head = (
        "The tables are published under:" if lines else "No licence is given: ask the publisher before reuse."
    )
    tail = "The articles keep their own licences; where one is known it is in `documents.license`."
    return "\n\n".join(part for part in (head, "\n".join(lines), tail, GEONAMES_CREDIT) if part)


def _name_licence(licence: Mapping[str, Any]) -> str:
    name = licence.get("title") or licence.get("name") or licence["path"]
    return build_link(str(name), str(licence["path"])) if "path" in licence else escape_line(str(name))


def _build_citation(metadata: Metadata, version: str, created: datetime | None) -> str:
    authors = "; ".join(escape_line(author["title"]) for author in list_authors(metadata))
    year = f" ({created:%Y})" if created else ""
    where = metadata.id or metadata.homepage
    tail = f" {build_address(where)}" if where else ""
    title = f"*{_build_title(metadata)}*, version {version}"
    return f"> {authors}{year}. {title} [data set].{tail}\n\nFor programs: `CITATION.cff`."


def _iter_fields(tables: Tables) -> Iterator[tuple[str, str]]:
    for name, schema in build_schemas(tables).items():
        rows = [
            f"| `{field['name']}` | {_describe_type(field)} | {_escape(_describe(field))} |"
            for field in schema["fields"]
        ]
        keys = ", ".join(f"`{field}`" for field in schema["primaryKey"])
        yield (
            name,
            "\n".join((f"Primary key: {keys}.", "", "| field | type | meaning |", "|---|---|---|", *rows)),
        )


def _describe_type(field: Mapping[str, Any]) -> str:
    constraints = field.get("constraints", {})
    unit = f", {field['unit']}s" if "unit" in field else ""
    return f"{field['type']}{unit}" + ("" if constraints.get("required") else ", may be null")


def _describe(field: Mapping[str, Any]) -> str:
    words = field.get("constraints", {}).get("enum")
    return str(field["description"]) + (f" One of: {', '.join(words)}." if words else "")


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
