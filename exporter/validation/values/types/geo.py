"""Reads points on the earth, GeoJSON (RFC 7946) and TopoJSON."""

import re
from collections.abc import Callable
from decimal import Decimal
from math import isfinite

import pyarrow as pa

from exporter.validation.model.json_types import JsonValue
from exporter.validation.model.package import Field
from exporter.validation.values.arrays import TEXT, map_unique
from exporter.validation.values.types.canonical_json import map_json, parse_json, write_json

_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
_POINT = re.compile(rf"({_NUMBER}), ?({_NUMBER})")


def cast_geopoint(cells: pa.Array, field: Field) -> pa.Array:
    """Read points as canonical JSON arrays of longitude and latitude."""
    return map_unique(cells, lambda cell: write_point(_split_point(cell, field.format)), TEXT)


def _split_point(cell: str, form: str) -> JsonValue:
    if form != "default":
        return take_point(parse_json(cell), form)
    found = _POINT.fullmatch(cell)
    if not found:
        raise ValueError
    return [float(found[1]), float(found[2])]


def take_point(value: JsonValue, form: str) -> JsonValue:
    """Take a JSON value for a point of format array or object.

    Raises:
        ValueError: It is none.
    """
    if form == "object" and isinstance(value, dict) and set(value) == {"lon", "lat"}:
        return [value["lon"], value["lat"]]
    if form == "array" and isinstance(value, list) and len(value) == 2:
        return value
    raise ValueError


def write_point(point: JsonValue) -> str:
    """Write longitude and latitude as canonical JSON.

    Raises:
        ValueError: One of them is not a number, or does not exist on the earth.
    """
    longitude, latitude = point
    if not (_is_number(longitude) and _is_number(latitude)):
        raise ValueError
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise ValueError
    return write_json([int(part) if part == int(part) else part for part in point])


def cast_geojson(cells: pa.Array, field: Field) -> pa.Array:
    """Read GeoJSON or TopoJSON objects, as canonical JSON."""
    return map_json(cells, get_validator(field))


def get_validator(field: Field) -> Callable[[JsonValue], bool]:
    """Give the function that tells which objects are of a geojson field's format."""
    return is_topojson if field.format == "topojson" else is_geojson


def _is_number(value: JsonValue) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return False
    return isinstance(value, int) or isfinite(value)


def _is_list(value: JsonValue, is_item: Callable[[JsonValue], bool], least: int = 0) -> bool:
    return isinstance(value, list) and len(value) >= least and all(map(is_item, value))


def _is_position(value: JsonValue) -> bool:
    return _is_list(value, _is_number, 2)


def _is_line(value: JsonValue) -> bool:
    return _is_list(value, _is_position, 2)


def _is_ring(value: JsonValue) -> bool:
    return _is_list(value, _is_position, 4) and value[0] == value[-1]


def _is_polygon(value: JsonValue) -> bool:
    return _is_list(value, _is_ring)


_COORDINATES: dict[str, Callable[[JsonValue], bool]] = {
    "Point": _is_position,
    "MultiPoint": lambda value: _is_list(value, _is_position),
    "LineString": _is_line,
    "MultiLineString": lambda value: _is_list(value, _is_line),
    "Polygon": _is_polygon,
    "MultiPolygon": lambda value: _is_list(value, _is_polygon),
}


def _has_box(value: JsonValue) -> bool:
    box = value.get("bbox", [0, 0, 0, 0])
    return _is_list(box, _is_number, 4) and len(box) % 2 == 0


def is_geojson(value: JsonValue) -> bool:
    """Tell whether a JSON value is a GeoJSON object: a geometry, a feature or a collection of features."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "FeatureCollection":
        return _has_box(value) and _is_list(value.get("features"), _is_feature)
    return _is_feature(value) if kind == "Feature" else _is_geometry(value)


def _is_feature(value: JsonValue) -> bool:
    if not isinstance(value, dict) or value.get("type") != "Feature" or not _has_box(value):
        return False
    if "geometry" not in value or not isinstance(value.get("properties", 0), dict | None):
        return False
    if "id" in value and not (isinstance(value["id"], str) or _is_number(value["id"])):
        return False
    return value["geometry"] is None or _is_geometry(value["geometry"])


def _is_geometry(value: JsonValue) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("type"), str) or not _has_box(value):
        return False
    if value["type"] == "GeometryCollection":
        return _is_list(value.get("geometries"), _is_geometry)
    is_right = _COORDINATES.get(value["type"])
    # An empty array stands for no geometry.
    return is_right is not None and (value.get("coordinates") == [] or is_right(value.get("coordinates")))


def is_topojson(value: JsonValue) -> bool:
    """Tell whether a JSON value is a TopoJSON topology, whose geometries use only arcs that it has."""
    if not isinstance(value, dict) or value.get("type") != "Topology" or not _has_box(value):
        return False
    arcs: JsonValue = value.get("arcs")
    objects = value.get("objects")
    if not (_is_list(arcs, _is_line) and isinstance(objects, dict)):
        return False
    if "transform" in value and not _is_transform(value["transform"]):
        return False
    return all(_is_topo_geometry(item, len(arcs)) for item in objects.values())


def _is_transform(value: JsonValue) -> bool:
    pairs: list[JsonValue] = (
        [value.get("scale"), value.get("translate")] if isinstance(value, dict) else [None]
    )
    return all(_is_list(pair, _is_number) and len(pair) == 2 for pair in pairs)


def _is_topo_geometry(value: JsonValue, count: int) -> bool:
    if not isinstance(value, dict) or "type" not in value or not _has_box(value):
        return False
    kind = value["type"]
    if "id" in value and not (isinstance(value["id"], str) or _is_number(value["id"])):
        return False
    if not isinstance(value.get("properties", {}), dict | None):
        return False
    if kind == "GeometryCollection":
        return _is_list(value.get("geometries"), lambda item: _is_topo_geometry(item, count))
    if kind in ("Point", "MultiPoint"):
        return _COORDINATES[kind](value.get("coordinates"))
    depth = {"LineString": 1, "MultiLineString": 2, "Polygon": 2, "MultiPolygon": 3}.get(str(kind), 0)
    return kind is None or (depth > 0 and _has_arcs(value.get("arcs"), depth, count))


def _has_arcs(value: JsonValue, depth: int, count: int) -> bool:
    if depth:
        return _is_list(value, lambda item: _has_arcs(item, depth - 1, count))
    # A negative number is an arc that is gone through from its end: -1 is arc 0.
    return isinstance(value, int) and not isinstance(value, bool) and -count <= value < count
