"""Compares typed values, whichever of the types of their field a batch is held as."""

from collections.abc import Callable, Sequence

import pyarrow as pa
import pyarrow.compute as pc

from exporter.validation.model.package import Field
from exporter.validation.values.arrays import BIG, TEXT, keep, map_unique
from exporter.validation.values.types import decimals, times
from exporter.validation.values.types.decimals import compare_decimals
from exporter.validation.values.types.durations import compare_durations
from exporter.validation.values.types.times import compare_moments

_NUMERIC = ("integer", "number", "year")
_COMPARE: dict[str, Callable[[str, str], int | None]] = {
    **dict.fromkeys(_NUMERIC, compare_decimals),
    **dict.fromkeys(("date", "datetime", "time", "yearmonth"), compare_moments),
    "duration": compare_durations,
}
HOLDS: dict[str, tuple[Callable[..., pa.Array], tuple[int, ...]]] = {
    "minimum": (pc.greater_equal, (0, 1)),
    "exclusiveMinimum": (pc.greater, (1,)),
    "maximum": (pc.less_equal, (-1, 0)),
    "exclusiveMaximum": (pc.less, (-1,)),
}


def find_outside(values: pa.Array, bound: pa.Array, name: str, field: Field) -> pa.Array:
    """Tell which values do not keep to a bound; what cannot be compared with it, such as NaN, does not.

    Args:
        values: Typed values of a field.
        bound: One typed value of it.
        name: minimum, maximum, exclusiveMinimum or exclusiveMaximum.
        field: The field.
    """
    holds, signs = HOLDS[name]
    values, bound = unify((values, bound), field)
    if values.type != TEXT:
        return pc.invert(holds(values, bound[0]))
    compare, limit = _COMPARE[field.type], bound[0].as_py()
    if field.type not in _NUMERIC:
        return map_unique(values, lambda value: compare(value, limit) not in signs, pa.bool_())
    # Floats tell all but those that are nearly the same.
    floats, near = pc.cast(values, pa.float64()), pc.cast(bound, pa.float64())[0]
    close = keep(values, pc.equal(floats, near))
    exact = map_unique(close, lambda value: compare(value, limit) not in signs, pa.bool_())
    return pc.coalesce(exact, pc.invert(holds(floats, near)))


def unify(arrays: Sequence[pa.Array], field: Field | None = None) -> tuple[pa.Array, ...]:
    """Bring typed arrays of one field to one type, without loss."""
    kinds = {array.type for array in arrays}
    if len(kinds) < 2:
        return tuple(arrays)
    if TEXT not in kinds:
        kind = BIG if BIG in kinds else max(kinds, key=_rank_unit)
        try:
            return tuple(_widen(array, kind) for array in arrays)
        except pa.ArrowInvalid:
            pass
    return tuple(write_values(array, field) for array in arrays)


def _rank_unit(kind: pa.DataType) -> int:
    return ("s", "ms", "us", "ns").index(getattr(kind, "unit", "s"))


def _widen(array: pa.Array, kind: pa.DataType) -> pa.Array:
    if kind == BIG and array.type != BIG:
        # Arrow knows no way from integers to decimal256 but this.
        array = pc.cast(array, pa.decimal128(38, 0))
    return pc.cast(array, kind)


def write_values(values: pa.Array, field: Field | None = None) -> pa.Array:
    """Write typed values as canonical text: the same for the same value, whatever it is held as."""
    kind = values.type
    if kind == TEXT:
        return values
    if pa.types.is_temporal(kind) and not pa.types.is_duration(kind):
        texts = times.write_canonical(values)
        is_month = field is not None and field.type == "yearmonth"
        return pc.replace_substring_regex(texts, r"-01\z", "") if is_month else texts
    return decimals.write_canonical(values) if pa.types.is_floating(kind) else pc.cast(values, TEXT)


def find_others(values: pa.Array, allowed: pa.Array, field: Field) -> pa.Array:
    """Tell which values are not among those that are allowed; null is."""
    values, allowed = unify((values, allowed), field)
    return pc.and_(pc.invert(pc.is_in(values, allowed)), pc.is_valid(values))
