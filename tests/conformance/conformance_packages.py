"""Writes the package of a conformance case into a folder."""

import gzip
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from conformance_cases import Case

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
_JSON_TYPES = ("object", "array", "geojson")
_TYPES: dict[str, pa.DataType] = {
    "integer": pa.int64(),
    "year": pa.int64(),
    "number": pa.float64(),
    "boolean": pa.bool_(),
    "date": pa.date32(),
    "datetime": pa.timestamp("us", "UTC"),
    "time": pa.time64("us"),
}
_NAMED: dict[str, pa.DataType] = {
    "timestamp[us, UTC]": pa.timestamp("us", "UTC"),
    "decimal(10, 2)": pa.decimal128(10, 2),
    "decimal(20, 0)": pa.decimal128(20, 0),
    "list<string>": pa.list_(pa.string()),
    "list<int64>": pa.list_(pa.int64()),
    "struct<a: int64>": pa.struct([("a", pa.int64())]),
    "dictionary<string>": pa.dictionary(pa.int32(), pa.string()),
}
_READERS: dict[str, Callable[[str], Any]] = {
    "integer": int,
    "year": int,
    "number": float,
    "boolean": lambda text: {"true": True, "false": False, "1": True, "0": False}.get(text, text),
    "date": date.fromisoformat,
    "datetime": lambda text: datetime.fromisoformat(text.replace("Z", "+00:00")),
    "time": time.fromisoformat,
}


def write_package(case: Case, folder: Path) -> Path:
    """Write a package and give back its descriptor."""
    parts = case.parts
    resource = _build_resource("table", parts, case.format, folder)
    resources = [resource]
    if "other" in parts:
        resources.append(_build_resource("other", parts["other"], case.format, folder))
    for path, text in parts.get("files", {}).items():
        content = text if isinstance(text, str) else json.dumps(text)
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content.encode(parts.get("encode", "utf-8")))
    package = {"$schema": PROFILE, "name": "case", "resources": resources, **parts.get("package", {})}
    for pointer in parts.get("without", ()):
        _remove(package, pointer)
    path = folder / "datapackage.json"
    content = parts.get("descriptor", json.dumps(package, ensure_ascii=False, indent=1))
    path.write_bytes(content.encode("utf-8"))
    return path


def _build_resource(name: str, parts: Mapping[str, Any], format_: str, folder: Path) -> dict[str, Any]:
    """Build the descriptor of a resource and write its file, if it has one."""
    fields = build_fields(parts)
    path = parts.get("file", f"{name}.{format_}")
    resource: dict[str, Any] = {"name": name, "type": "table", "path": path}
    if format_ in ("arrays", "objects"):
        del resource["path"]
        resource["data"] = _build_data(fields, parts, format_)
        content = b""
    else:
        content = _build_file(fields, parts, format_)
        (folder / path).write_bytes(content)
    resource["schema"] = {"fields": fields, **parts.get("schema", {})}
    if "dialect" in parts:
        resource["dialect"] = parts["dialect"]
    measures = {
        **{
            f"${kind}": hashlib.new(kind, content).hexdigest() for kind in ("md5", "sha1", "sha256", "sha512")
        },
        "$bytes": len(content),
    }
    for key, value in parts.get("resource", {}).items():
        prefix, _, last = value.rpartition(":") if isinstance(value, str) else ("", "", None)
        known = measures.get(last) if last is not None else None
        resource[key] = value if known is None else f"{prefix}:{known}" if prefix else known
    return resource


def build_fields(parts: Mapping[str, Any]) -> list[Any]:
    """Build the fields of a schema: as given, or an id and the one field that matters."""
    if "fields" in parts:
        return list(parts["fields"])
    return [{"name": "id", "type": "integer"}, {"name": "value", **parts.get("field", {})}]


def _get_header(fields: Sequence[Any], parts: Mapping[str, Any]) -> list[str]:
    return list(parts.get("header", [field["name"] for field in fields]))


def _get_rows(parts: Mapping[str, Any]) -> list[list[str]]:
    if "rows" in parts:
        return [list(row) for row in parts["rows"]]
    return [[str(index + 1), cell] for index, cell in enumerate(parts.get("cells", ()))]


def _get_natives(
    fields: Sequence[Any], parts: Mapping[str, Any], readers: Mapping[str, Callable[[str], Any]]
) -> list[list[Any]]:
    """Give the rows with values instead of texts, as far as a cell is of the type of its field."""
    if "natives" in parts:
        return [[index + 1, value] for index, value in enumerate(parts["natives"])]
    types = {field["name"]: _get_kind(field) for field in fields}
    kinds = [types.get(name, "") for name in _get_header(fields, parts)]
    return [
        [_read(cell, kind, readers) for cell, kind in zip(row, kinds, strict=True)]
        for row in _get_rows(parts)
    ]


def _get_kind(field: Mapping[str, Any]) -> str:
    """Name the type of a field, and say "array" of a point that is one in JSON, which is read alike."""
    kind = field.get("type", "any")
    if kind == "geopoint" and field.get("format") in _JSON_TYPES:
        kind = field["format"]
    return str(kind)


def _read(cell: Any, kind: str, readers: Mapping[str, Callable[[str], Any]]) -> Any:
    if cell == "" or not isinstance(cell, str):
        return None if cell == "" else cell
    try:
        return readers[kind](cell) if kind in readers else cell
    except ValueError:
        return cell


def _build_data(fields: Sequence[Any], parts: Mapping[str, Any], format_: str) -> list[Any]:
    readers = {
        **{kind: _READERS[kind] for kind in ("integer", "boolean")},
        "number": lambda text: float(text) if text.strip("+-").replace(".", "").isdecimal() else text,
        **dict.fromkeys(_JSON_TYPES, json.loads),
    }
    header, rows = _get_header(fields, parts), _get_natives(fields, parts, readers)
    if format_ == "objects":
        return [dict(zip(header, row, strict=True)) for row in rows]
    return [header, *rows]


def _build_file(fields: Sequence[Any], parts: Mapping[str, Any], format_: str) -> bytes:
    if format_ == "parquet":
        content = _build_parquet(fields, parts)
    else:
        text = parts.get("text", _build_csv(_get_header(fields, parts), _get_rows(parts)))
        content = text.encode(parts.get("encode", "utf-8"))
        kind = parts.get("compress", format_.removeprefix("csv").removeprefix("."))
        content = {"gz": _gzip, "zip": _zip}.get(kind, bytes)(content)
    return content[: len(content) - parts.get("cut", 0)]


def _gzip(content: bytes) -> bytes:
    return gzip.compress(content, mtime=0)


def _zip(content: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(zipfile.ZipInfo("table.csv"), content)
    return file.getvalue()


def _build_csv(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    return "".join(",".join(map(_quote, row)) + "\r\n" for row in (header, *rows))


def _quote(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(char in cell for char in ',"\r\n') else cell


def _build_parquet(fields: Sequence[Any], parts: Mapping[str, Any]) -> bytes:
    """Build a Parquet file, in which a column has the type that its field asks for unless another is given."""
    types = {field["name"]: _TYPES.get(field.get("type", "any"), pa.string()) for field in fields}
    given = {
        name: _NAMED.get(kind) or pa.type_for_alias(kind) for name, kind in parts.get("types", {}).items()
    }
    header, rows = _get_header(fields, parts), _get_natives(fields, parts, _READERS)
    columns = []
    for index, name in enumerate(header):
        kind = given.get(name, types.get(name, pa.string()))
        columns.append(pa.array([_fit(row[index], kind) for row in rows], kind))
    file = io.BytesIO()
    pq.write_table(pa.table(columns, names=header), file)
    return file.getvalue()


def _fit(value: Any, kind: pa.DataType) -> Any:
    """Bring a value to what Arrow takes for a type."""
    if pa.types.is_string(kind) and isinstance(value, date | time):
        return value.isoformat()
    if value is None or not isinstance(value, str | int | float):
        return value
    if pa.types.is_string(kind):
        return str(value)
    if pa.types.is_decimal(kind):
        return Decimal(str(value))
    if isinstance(value, str) and (pa.types.is_date(kind) or pa.types.is_timestamp(kind)):
        moment = _READERS["datetime"](value)
        return moment.date() if pa.types.is_date(kind) else moment
    return value


def _remove(package: dict[str, Any], pointer: str) -> None:
    *parents, last = pointer.strip("/").split("/")
    place: Any = package
    for part in parents:
        place = place[int(part)] if isinstance(place, list) else place[part]
    del place[int(last) if isinstance(place, list) else last]
