"""Finds and loads the schemas that exporter promises to its users."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from exporter.errors import SchemaError

Schema = dict[str, Any]

TABLE_NAMES = ("documents", "sources", "quotes", "quote_spans", "entities", "mentions")
"""The tables of a package, in the order in which its descriptor lists them."""

# A checkout keeps schemas/ beside the package and is looked at first: an editable install may hold an old copy.
_FOLDERS = (Path(__file__).parent.parent / "schemas", Path(__file__).parent / "_schemas")


def find_schemas() -> dict[str, Path]:
    """Map the name of every schema to its file, tables first in their order, then the rest by name."""
    folder = next((folder for folder in _FOLDERS if (folder / "document.schema.json").is_file()), None)
    if folder is None:
        raise SchemaError(f"{_FOLDERS[1]}: no schemas found", hint="install exporter again")
    tables = {name: folder / "tables" / f"{name}.json" for name in TABLE_NAMES}
    others = {path.name.removesuffix(".schema.json"): path for path in sorted(folder.glob("*.schema.json"))}
    return tables | others


@cache
def load_schema(name: str) -> Schema:
    """Load one schema by name; the result is shared, so copy it before changing it.

    Raises:
        SchemaError: There is no schema of that name, or its file is not JSON.
    """
    schemas = find_schemas()
    if name not in schemas:
        raise SchemaError(f"{name!r}: no such schema", hint=f"choose one of {', '.join(schemas)}")
    try:
        schema: Schema = json.loads(schemas[name].read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise SchemaError(
            f"{schemas[name]}: cannot be read ({error})", hint="install exporter again"
        ) from error
    return schema
