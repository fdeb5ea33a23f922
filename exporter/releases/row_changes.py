"""Compares the rows of two tables by primary key, column by column in Arrow."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from exporter.releases.changes import Change

_OWNER = "document_id"
_NAMES_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class RowChanges:
    """How the rows of one table differ.

    Attributes:
        added: Rows whose key is new, as they are in the new table and in its order.
        removed: Rows whose key is gone, as they were in the old table and in its order.
        changed: Number of rows that stand in both with some other cell.
        fields: Names of the fields in which cells differ.
        is_reordered: Whether the rows that stand in both come in another order.
    """

    added: pa.Table
    removed: pa.Table
    changed: int
    fields: tuple[str, ...]
    is_reordered: bool


def compare_rows(old: pa.Table, new: pa.Table, key: Sequence[str]) -> RowChanges:
    """Compare two tables on the columns that both have in the same type; the key is unique in each.

    Cells are equal if both are null or both have the same value.
    """
    pairs = _number_rows(old, key, "old").join(
        _number_rows(new, key, "new"), list(key), join_type="full outer"
    )
    gone = pairs["old"].filter(pc.is_null(pairs["new"]))
    fresh = pairs["new"].filter(pc.is_null(pairs["old"]))
    common = pairs.select(["old", "new"]).drop_null().sort_by("new")
    order = common["old"].to_numpy()
    mask, fields = _find_changed(old.take(common["old"]), new.take(common["new"]), key)
    return RowChanges(
        added=new.take(fresh.take(pc.sort_indices(fresh))),
        removed=old.take(gone.take(pc.sort_indices(gone))),
        changed=pc.sum(mask, min_count=0).as_py(),
        fields=fields,
        is_reordered=bool((order[1:] < order[:-1]).any()),
    )


def _number_rows(table: pa.Table, key: Sequence[str], name: str) -> pa.Table:
    return table.select(key).append_column(name, pa.array(range(table.num_rows), pa.int64()))


def _find_changed(old: pa.Table, new: pa.Table, key: Sequence[str]) -> tuple[Any, tuple[str, ...]]:
    """Return a mask of the rows that differ, and the names of the columns in which some do."""
    changed = pa.chunked_array([pa.repeat(pa.scalar(False), new.num_rows)])
    fields = []
    for field in new.schema:
        if (
            field.name in key
            or field.name not in old.column_names
            or old.schema.field(field.name).type != field.type
        ):
            continue
        before, after = old[field.name], new[field.name]
        differs = pc.fill_null(pc.not_equal(before, after), False)
        differs = pc.or_(differs, pc.xor(before.is_null(), after.is_null()))
        if pc.any(differs, min_count=0).as_py():
            fields.append(field.name)
            changed = pc.or_(changed, differs)
    return changed, tuple(fields)


def describe_rows(name: str, rows: RowChanges, owners: Mapping[str, str]) -> Iterator[Change]:
    """Yield what the changed rows of one table mean.

    A document that is gone is major, because other tables and other people refer to it. New documents, and
    more rows of a document than before, are minor. Rows of a document that stays are read from it: that they
    are corrected, replaced by as many or fewer others, removed or re-ordered is a patch.

    Args:
        name: Name of the table.
        rows: What compare_rows found.
        owners: The document of each quote, old and new, for tables that name only the quote.
    """
    added, removed = rows.added.num_rows, rows.removed.num_rows
    if name == "documents":
        if removed:
            yield Change(
                level="major", message=f"{name}: {_count(removed)} removed ({_list_keys(rows.removed)})"
            )
        if added:
            yield Change(level="minor", message=f"{name}: {_count(added)} added ({_list_keys(rows.added)})")
    elif _is_more(rows, owners):
        yield Change(level="minor", message=f"{name}: {_count(added)} added" + _and_removed(removed))
    elif added:
        yield Change(level="patch", message=f"{name}: {_count(removed)} replaced by {added}")
    elif removed:
        yield Change(level="patch", message=f"{name}: {_count(removed)} removed")
    if rows.changed:
        yield Change(
            level="patch", message=f"{name}: {_count(rows.changed)} changed ({', '.join(rows.fields)})"
        )
    if rows.is_reordered:
        yield Change(level="patch", message=f"{name}: rows re-ordered")


def _is_more(rows: RowChanges, owners: Mapping[str, str]) -> bool:
    """Tell whether some document has more rows than before; rows without a document count together."""
    balance: dict[str | None, int] = {}
    for table, step in ((rows.added, 1), (rows.removed, -1)):
        for owner in _list_owners(table, owners):
            balance[owner] = balance.get(owner, 0) + step
    return any(count > 0 for count in balance.values())


def _list_owners(table: pa.Table, owners: Mapping[str, str]) -> list[str | None]:
    if _OWNER in table.column_names:
        return list(table[_OWNER].to_pylist())
    if "quote_id" in table.column_names:
        return [owners.get(quote) for quote in table["quote_id"].to_pylist()]
    return [None] * table.num_rows


def _count(number: int) -> str:
    return f"{number} row" if number == 1 else f"{number} rows"


def _and_removed(number: int) -> str:
    return f", {number} removed" if number else ""


def _list_keys(table: pa.Table) -> str:
    keys = table[_OWNER].slice(0, _NAMES_SHOWN).to_pylist()
    return ", ".join(keys) + (" ..." if table.num_rows > _NAMES_SHOWN else "")
