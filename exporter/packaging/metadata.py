"""What a person says about a package: read from datapackage.yaml and checked."""

import difflib
import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml
from jsonschema.exceptions import ValidationError

from exporter.errors import InputError, SchemaError
from exporter.schemas import load_schema
from exporter.validation.descriptors.forms import find_path_violation, is_url
from exporter.validation.descriptors.json_schema import build_validator

METADATA_NAMES = ("datapackage.yaml", "datapackage.yml", "datapackage.json")
"""The files that are looked for in a folder of seeds, in this order. None of them is a document."""

_COMPUTED = ("version", "created", "resources")
_Items = tuple[Mapping[str, Any], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """The descriptive properties of a package, in the words of Data Package v2.

    Attributes:
        name: Short name of the package and of its folder in the catalog.
        licenses: Mappings with name, path, title.
        contributors: Mappings with title, givenName, familyName, path, email, organization, roles.
        sources: Mappings with title, path, email, version.
    """

    name: str
    id: str | None = None
    title: str | None = None
    description: str | None = None
    homepage: str | None = None
    licenses: _Items = ()
    sources: _Items = ()
    contributors: _Items = ()
    keywords: tuple[str, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the properties that are given, in the order in which a descriptor lists them."""
        pairs = ((field.name, getattr(self, field.name)) for field in fields(self))
        return {name: list(value) if isinstance(value, tuple) else value for name, value in pairs if value}


def read_metadata(path: str | Path) -> Metadata:
    """Read the metadata of a package.

    Args:
        path: A YAML or JSON file, or the folder of seeds in which one of METADATA_NAMES is looked for.

    Returns:
        The metadata of the file; for a folder without one, only a name, made from the name of the folder.

    Raises:
        InputError: The path does not exist, or the file cannot be read as YAML or JSON.
        SchemaError: The content is not valid; the message starts with the file and a JSON
            pointer to the place, none for the whole.
    """
    path = Path(path)
    if not path.exists():
        raise InputError(f"{path}: no such file or folder", hint="check the path of the metadata")
    if path.is_dir():
        found = next((path / name for name in METADATA_NAMES if (path / name).is_file()), None)
        if found is None:
            return Metadata(name=build_name(path.resolve().name))
        path = found
    content = _load(path)
    _check(path.as_posix(), content)
    known = {field.name for field in fields(Metadata)} & content.keys()
    return Metadata(**{name: _freeze(content[name]) for name in known})


def check_metadata(metadata: Metadata) -> None:
    """Check metadata that were not read from a file by the same rules.

    Raises:
        SchemaError: They are not valid.
    """
    properties = metadata.to_dict()
    for name in ("licenses", "sources", "contributors"):
        if name in properties:
            properties[name] = [dict(item) for item in properties[name]]
    _check("metadata", {"name": metadata.name, **properties})


def build_name(text: str) -> str:
    """Build a package name from any text: lower case, ASCII letters and digits, joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))[:100].strip("-") or "package"


def _freeze(value: Any) -> Any:  # noqa: ANN401 - whatever the schema allows
    return tuple(value) if isinstance(value, list) else value


def _load(path: Path) -> Any:  # noqa: ANN401 - not checked yet
    try:
        text = path.read_text(encoding="utf-8-sig")
        return json.loads(text) if path.suffix == ".json" else yaml.safe_load(text)
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: cannot be read ({error})", hint="save it as UTF-8 text") from error
    except (ValueError, RecursionError, yaml.YAMLError) as error:
        problem = " ".join(str(error).split())
        raise InputError(
            f"{path}: cannot be parsed ({problem:.200})", hint="correct the syntax there"
        ) from error


def _check(path: str, content: object) -> None:
    errors = sorted(build_validator(load_schema("package")).iter_errors(content), key=_sort_key)
    if not errors:
        _check_unicode(path, content)
        _check_addresses(path, content)
        return
    first, more = errors[0], len(errors) - 1
    place = "".join(f"/{part}" for part in first.absolute_path) + ": "
    tail = f"; and {more} more" if more else ""
    raise SchemaError(f"{path}: {place.removeprefix(': ')}{_describe(first)}{tail}", hint=_find_hint(first))


def _check_unicode(path: str, content: object) -> None:
    try:
        json.dumps(content, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        problem = f"{path}: is not Unicode (found a lone surrogate {error.object[error.start]!r})"
        raise SchemaError(problem, hint="take it out, or write the whole character") from error


def _check_addresses(path: str, content: Any) -> None:  # noqa: ANN401 - of the shape of the schema
    """Check addresses as validation does, which would otherwise refuse the release after all the work."""
    homepage = content.get("homepage")
    if homepage is not None and not is_url(homepage):
        problem = f"{path}: /homepage: wrong form (expected an absolute URL, found {homepage!r:.60})"
        raise SchemaError(problem, hint="write special characters as %20 and the like")
    for key in ("licenses", "contributors", "sources"):
        for index, item in enumerate(content.get(key, ())):
            expected = find_path_violation(item["path"]) if "path" in item else None
            if expected is not None:
                problem = f"{path}: /{key}/{index}/path: wrong form (expected {expected}, found {item['path']!r:.60})"
                raise SchemaError(problem, hint="write special characters as %20 and the like")


def _sort_key(error: ValidationError) -> list[str]:
    return [str(part) for part in error.absolute_path]


def _describe(error: ValidationError) -> str:
    value = "nothing" if error.instance is None else f"{error.instance!r:.60}"
    match error.validator:
        case "additionalProperties":
            return (
                f"unknown properties (expected some of {', '.join(_known(error))}, found {_unknown(error)!r})"
            )
        case "required":
            found = ", ".join(error.instance) if isinstance(error.instance, Mapping) else ""
            return f"{error.message} (found {found or 'nothing'})"
        case "type":
            return f"wrong type (expected {error.validator_value}, found {value})"
        case "pattern":
            return f"wrong form (expected {error.validator_value}, found {value})"
        case "anyOf":
            return f"name and path are both missing (expected one of them, found {value})"
    return f"does not fit ({error.message:.200})"


def _find_hint(error: ValidationError) -> str:
    schema = error.schema if isinstance(error.schema, Mapping) else {}
    if error.validator == "additionalProperties":
        unknown = _unknown(error)
        if unknown in _COMPUTED and not error.absolute_path:
            return f"take {unknown} out: it is computed at each release"
        close = difflib.get_close_matches(unknown, _known(error), n=1)
        return f"did you mean {close[0]!r}?" if close else f"take {unknown!r} out"
    if error.validator == "required" and not error.absolute_path:
        return "add a line such as: name: port-aldane-strike"
    if schema.get("examples"):
        return f"for example: {json.dumps(schema['examples'][0], ensure_ascii=False)}"
    return str(schema.get("description", "see `exporter schema package`"))


def _known(error: ValidationError) -> list[str]:
    return [str(name) for name in error.schema["properties"]] if isinstance(error.schema, Mapping) else []


def _unknown(error: ValidationError) -> str:
    names = error.instance if isinstance(error.instance, Mapping) else {}
    return next((str(name) for name in names if name not in _known(error)), "")
