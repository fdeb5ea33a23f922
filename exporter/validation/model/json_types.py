"""Names for the types of JSON values, as type checkers see them."""

from collections.abc import Mapping
from typing import Any

JsonValue = Any
"""Any JSON value: an object, an array, a text, a number, true, false or null."""
JsonObject = Mapping[str, Any]
