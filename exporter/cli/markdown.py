"""Tables and codes as Markdown, for the command `schema` and for the pages that must not go stale."""

from collections.abc import Iterator, Mapping
from typing import Any

from exporter.findings import CODES
from exporter.schemas import load_schema

Field = Mapping[str, Any]


def build_table(name: str) -> str:
    """Build the section of one table: what a row is, its keys and its fields."""
    schema = load_schema(name)
    head = f"### `{name}`\n\n{schema['description']}\n\n{_describe_keys(schema)}"
    return "\n".join(
        [f"{head}\n", "| field | type | meaning | example |", "|---|---|---|---|", *_iter_rows(schema)]
    )


def build_codes() -> str:
    """Build the table of everything that can be found."""
    rows = (f"| `{name}` | {code.level} | {_escape(code.meaning)} |" for name, code in sorted(CODES.items()))
    return "\n".join(["| code | level | meaning |", "|---|---|---|", *rows])


def _describe_keys(schema: Mapping[str, Any]) -> str:
    keys = ", ".join(f"`{field}`" for field in schema["primaryKey"])
    links = [
        f"`{', '.join(key['fields'])}` points at `{key['reference']['resource']}`"
        for key in schema.get("foreignKeys", ())
    ]
    return f"Primary key: {keys}." + (f" Foreign keys: {'; '.join(links)}." if links else "")


def _iter_rows(schema: Mapping[str, Any]) -> Iterator[str]:
    for field in schema["fields"]:
        example = f"`{_escape(str(field['example']))}`" if "example" in field else ""
        yield f"| `{field['name']}` | {_describe_type(field)} | {_escape(_describe(field))} | {example} |"


def _describe_type(field: Field) -> str:
    unit = f", {field['unit']}s" if "unit" in field else ""
    is_required = field.get("constraints", {}).get("required", False)
    return f"{field['type']}{unit}" + ("" if is_required else ", may be null")


def _describe(field: Field) -> str:
    words = field.get("constraints", {}).get("enum")
    return str(field["description"]) + (f" One of: {', '.join(words)}." if words else "")


def _escape(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
