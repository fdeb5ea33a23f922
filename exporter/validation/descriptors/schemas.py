"""Checks what the properties of one Table Schema say together: names, missing values, keys."""

from collections.abc import Callable, Iterable, Iterator

from exporter.validation.descriptors.fields import iter_field, iter_missing
from exporter.validation.descriptors.hints import Suggester, build_hint
from exporter.validation.descriptors.shape import DOUBTFUL, Violation
from exporter.validation.model.json_types import JsonObject
from exporter.validation.model.messages import list_names, quote
from exporter.validation.model.package import ForeignKey, TableSchema

_UNKNOWN = "key-unknown"
Find = Callable[[str], "Names | None"]


def iter_schema(
    schema: JsonObject, pointer: str, *, is_v2: bool, pause: Callable[[], None] | None = None
) -> Iterator[Violation]:
    """Yield what is wrong with a schema whose properties have the right form each, keys apart.

    A violation with the code descriptor-rule means that its values cannot be read.
    """
    seen: set[str] = set()
    for index, field in enumerate(schema["fields"]):
        place = f"{pointer}/fields/{index}"
        if field["name"] in seen:
            message = f"the name is taken (expected a new name, found {quote(field['name'])})"
            # Version 1 allowed it, and version 2 says that such a schema is not to be called invalid.
            yield Violation(f"{place}/name", message, "field-duplicate" if is_v2 else DOUBTFUL)
        seen.add(field["name"])
        if pause is not None:
            pause()
        yield from iter_field(field, place)
    if "missingValues" in schema:
        yield from iter_missing(schema["missingValues"], f"{pointer}/missingValues")
    for index, key in enumerate(schema.get("foreignKeys", ())):
        if "package" in key["reference"]:
            place = f"{pointer}/foreignKeys/{index}/reference/package"
            found = quote(key["reference"]["package"])
            yield Violation(
                place, f"not fetched (expected a resource of this package, found {found})", "path-remote"
            )
    match = schema.get("fieldsMatch")
    if isinstance(match, list) and len(match) > 1:
        message = f"more than one way to match (expected 1 item, found {len(match)})"
        yield Violation(f"{pointer}/fieldsMatch", message)


class Names:
    """Names that keys can point at, and what was probably meant by others."""

    def __init__(self, names: Iterable[str]) -> None:
        """Keep the names in order."""
        self.all = dict.fromkeys(names)
        self._suggester = Suggester(self.all)

    def describe(self, name: str) -> str:
        """Tell which names there are, which was found instead and what was probably meant."""
        hint = build_hint(self._suggester.find(name))
        return f"(expected one of {list_names(self.all)}, found {quote(name)}){hint}"


def iter_keys(
    schema: TableSchema, name: str, pointer: str, own: Names, resources: Names, find: Find
) -> Iterator[Violation]:
    """Yield what is wrong with the keys of a schema.

    Args:
        schema: The schema.
        name: The name of its resource.
        pointer: Where it stands.
        own: The names of its fields.
        resources: The names of all resources of the package.
        find: Gives the names of the fields of a resource, if its schema obeys the rules.
    """
    yield from _iter_unknown(schema.primary_key, own, f"{pointer}/primaryKey")
    for index, key in enumerate(schema.unique_keys):
        yield from _iter_unknown(key, own, f"{pointer}/uniqueKeys/{index}")
    for foreign in schema.foreign_keys:
        place = f"{pointer}/foreignKeys/{foreign.index}"
        yield from _iter_unknown(foreign.fields, own, f"{place}/fields")
        if foreign.resource == name:
            message = f"its own table is meant without a name (expected no resource, found {quote(name)})"
            yield Violation(f"{place}/reference/resource", message, DOUBTFUL)
        yield from _iter_reference(foreign, own, place, resources, find)


def _iter_reference(
    key: ForeignKey, own: Names, place: str, resources: Names, find: Find
) -> Iterator[Violation]:
    if key.resource and key.resource not in resources.all:
        message = f"no such resource {resources.describe(key.resource)}"
        yield Violation(f"{place}/reference/resource", message, _UNKNOWN)
        return
    target = find(key.resource) if key.resource else own
    if target is not None:
        yield from _iter_unknown(key.reference, target, f"{place}/reference/fields")
    if len(key.fields) != len(key.reference):
        message = f"not as many fields (expected {len(key.fields)}, found {len(key.reference)})"
        yield Violation(f"{place}/reference/fields", message, _UNKNOWN)


def _iter_unknown(names: Iterable[str], known: Names, pointer: str) -> Iterator[Violation]:
    for name in names:
        if name not in known.all:
            yield Violation(pointer, f"no such field {known.describe(name)}", _UNKNOWN)
