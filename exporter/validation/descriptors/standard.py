"""The properties that Data Package v2 knows and what each must be, as data; where v1 differs, both are allowed."""

from exporter.validation.descriptors.forms import (
    ANY,
    BOOLEAN,
    BOUND,
    COMPRESSION,
    EMAIL,
    ENCODING,
    FILLED,
    HASH,
    ITEM_TYPE,
    LENGTH,
    LICENSE,
    LOCATION,
    MEDIATYPE,
    ONE_CHARACTER,
    POSITION,
    SIZE,
    SOFT_URL,
    TEXT,
    TIME,
    TYPE,
    URI,
    VERSION,
    guess_of,
)
from exporter.validation.descriptors.shape import Either, Listed, Record, Rule

_NAMES = Either({"string": FILLED, "array": Listed(FILLED, least=1, unique=True)})
_MATCH = guess_of("exact", "equal", "subset", "superset", "partial")

MISSING = Listed(
    Either(
        {
            "string": TEXT,
            "object": Record("a missing value", {"value": TEXT, "label": TEXT}, required=("value",)),
        }
    )
)

CONSTRAINTS = Record(
    "constraints",
    {
        "required": BOOLEAN,
        "unique": BOOLEAN,
        "minLength": LENGTH,
        "maxLength": LENGTH,
        "minimum": BOUND,
        "maximum": BOUND,
        "exclusiveMinimum": BOUND,
        "exclusiveMaximum": BOUND,
        "jsonSchema": Record("a JSON Schema", {}),
        "pattern": TEXT,
        "enum": Listed(ANY, least=1, unique=True),
    },
    elsewhere=dict.fromkeys(("type", "format", "categories", "missingValues"), "the field"),
)

_CATEGORY = Record("a category", {"value": ANY, "label": TEXT}, required=("value",))

FIELD = Record(
    "a field",
    {
        "name": FILLED,
        "type": TYPE,
        "format": TEXT,
        "title": TEXT,
        "description": TEXT,
        "example": ANY,
        "examples": ANY,
        "constraints": CONSTRAINTS,
        "categories": Listed(Either({"string": TEXT, "integer": ANY, "object": _CATEGORY}), least=1),
        "categoriesOrdered": BOOLEAN,
        "missingValues": MISSING,
        "rdfType": URI,
        "decimalChar": FILLED,
        "groupChar": FILLED,
        "bareNumber": BOOLEAN,
        "trueValues": Listed(TEXT, least=1),
        "falseValues": Listed(TEXT, least=1),
        "delimiter": FILLED,
        "itemType": ITEM_TYPE,
    },
    required=("name",),
    elsewhere=dict.fromkeys(CONSTRAINTS.properties, "constraints"),
)

_REFERENCE = Record("a reference", {"resource": TEXT, "fields": _NAMES, "package": ANY}, required=("fields",))

_CONTRIBUTOR = Record(
    "a contributor",
    {
        "title": TEXT,
        "givenName": TEXT,
        "familyName": TEXT,
        "path": SOFT_URL,
        "email": EMAIL,
        "roles": Listed(TEXT, least=1),
        "role": TEXT,
        "organization": TEXT,
    },
    filled=True,
)
_SOURCE = Record(
    "a source",
    {"title": TEXT, "path": LOCATION, "email": EMAIL, "version": TEXT, "name": ANY, "web": ANY},
    filled=True,
)
_LICENSE = Record("a license", {"name": LICENSE, "path": LOCATION, "title": TEXT}, some=("name", "path"))

_ABOUT: dict[str, Rule] = {
    "$schema": ANY,
    "name": FILLED,
    "title": TEXT,
    "description": TEXT,
    "homepage": SOFT_URL,
    "keywords": Listed(TEXT, least=1),
    "created": TIME,
    "version": VERSION,
    "contributors": Listed(_CONTRIBUTOR, least=1),
}

SCHEMA = Record(
    "a schema",
    {
        **dict.fromkeys((*_ABOUT, "examples"), ANY),
        "fields": Listed(FIELD, least=1),
        "fieldsMatch": Either({"string": _MATCH, "array": Listed(_MATCH, least=1)}),
        "missingValues": MISSING,
        "primaryKey": _NAMES,
        "uniqueKeys": Listed(Listed(FILLED, least=1, unique=True), least=1, unique=True),
        "foreignKeys": Listed(
            Record(
                "a foreign key",
                {"fields": _NAMES, "reference": _REFERENCE},
                required=("fields", "reference"),
                elsewhere={"resource": "reference"},
            ),
            least=1,
        ),
    },
    required=("fields",),
)

DIALECT = Record(
    "a dialect",
    {
        "$schema": ANY,
        "header": BOOLEAN,
        "headerRows": Listed(POSITION),
        "headerJoin": TEXT,
        "commentRows": Listed(POSITION),
        "commentChar": FILLED,
        "delimiter": FILLED,
        "lineTerminator": FILLED,
        "quoteChar": ONE_CHARACTER,
        "doubleQuote": BOOLEAN,
        "escapeChar": ONE_CHARACTER,
        "nullSequence": TEXT,
        "skipInitialSpace": BOOLEAN,
        "property": TEXT,
        "itemType": guess_of("array", "object"),
        "itemKeys": Listed(TEXT),
        "sheetNumber": POSITION,
        "sheetName": TEXT,
        "table": TEXT,
        "csvddfVersion": ANY,
        "caseSensitiveHeader": ANY,
    },
)

_IN_SCHEMA = ("fieldsMatch", "missingValues", "primaryKey", "uniqueKeys", "foreignKeys")
_IN_DIALECT = tuple(name for name in DIALECT.properties if name not in ("$schema", "property", "table"))

RESOURCE = Record(
    "a resource",
    {
        "$schema": ANY,
        "name": FILLED,
        "title": TEXT,
        "description": TEXT,
        "path": Either({"string": FILLED, "array": Listed(FILLED, least=1)}),
        "data": ANY,
        "url": ANY,
        "homepage": ANY,
        "profile": ANY,
        "type": ANY,
        "format": TEXT,
        "mediatype": MEDIATYPE,
        "encoding": ENCODING,
        "bytes": SIZE,
        "hash": HASH,
        "licenses": Listed(_LICENSE, least=1),
        "sources": Listed(_SOURCE),
        "schema": Either({"object": SCHEMA, "string": FILLED}),
        "dialect": Either({"object": DIALECT, "string": FILLED}),
        # Of recipes and of frictionless, which are nearly like others.
        "compression": COMPRESSION,
        **dict.fromkeys(("innerpath", "scheme"), ANY),
    },
    required=("name",),
    elsewhere={**dict.fromkeys(_IN_SCHEMA, "the schema"), **dict.fromkeys(_IN_DIALECT, "the dialect")},
)

PACKAGE = Record(
    "a package",
    {
        **_ABOUT,
        "profile": ANY,
        "id": FILLED,
        "image": LOCATION,
        "licenses": Listed(_LICENSE, least=1),
        "sources": Listed(_SOURCE),
        "resources": Listed(ANY, least=1),
    },
    required=("resources",),
    elsewhere={
        **dict.fromkeys(_IN_SCHEMA, "the schema of a resource"),
        **dict.fromkeys(("path", "schema", "dialect", "encoding"), "a resource"),
    },
)

OPTIONS = {
    "decimalChar": ("number",),
    "groupChar": ("number", "integer"),
    "bareNumber": ("number", "integer"),
    "trueValues": ("boolean",),
    "falseValues": ("boolean",),
    "delimiter": ("list",),
    "itemType": ("list",),
    "categories": ("string", "integer"),
    "categoriesOrdered": ("string", "integer"),
}
"""Which types a property of a field is for."""

_DATED = ("date", "datetime", "time")
FORMATS = {
    "string": ("default", "email", "uri", "binary", "uuid"),
    "geopoint": ("default", "array", "object"),
    "geojson": ("default", "topojson"),
}
"""The formats of a type; others have only the default, and dates and times any pattern."""
FREE_FORMATS = (*_DATED, "any")

_ORDERED = ("integer", "number", *_DATED, "duration", "year", "yearmonth")
_SIZED = ("string", "array", "object", "list")
APPLIES = {
    "minLength": _SIZED,
    "maxLength": _SIZED,
    "minimum": _ORDERED,
    "maximum": _ORDERED,
    "exclusiveMinimum": _ORDERED,
    "exclusiveMaximum": _ORDERED,
    "jsonSchema": ("array", "object"),
    "pattern": ("string",),
}
"""Which types a constraint is for; those that are not named are for all."""
