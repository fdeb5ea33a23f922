"""All keys of one table as its batches pass by: those that must be unique, and those that point at other tables."""

from collections.abc import Mapping

from exporter.validation.keys.batch import TypedBatch
from exporter.validation.keys.confusables import Confusables
from exporter.validation.keys.key import Key, Rows, quote_key
from exporter.validation.keys.references import Reference, ReferencedKey, ReferencingKey
from exporter.validation.keys.unique import check_unique
from exporter.validation.model.package import Field, Resource
from exporter.validation.report.findings_log import FindingsLog


class TableKeys:
    """All keys of one table; takes its batches."""

    def __init__(self, resource: Resource) -> None:
        """Add the keys that must be unique."""
        schema = resource.schema
        self._fields = {field.name: field for field in schema.fields} if schema else {}
        self._keys: dict[tuple[str, ...], Key] = {}
        self._referenced: dict[tuple[str, ...], ReferencedKey] = {}
        self._references: list[Reference] = []
        self._unique: list[tuple[Key, str, str]] = []
        self._confusables: dict[tuple[str, ...], Confusables] = {}
        if schema is None:
            return
        if schema.primary_key:
            self._add(schema.primary_key, "primary-key-duplicate", "the primary key stands twice")
        for names in schema.unique_keys:
            if names != schema.primary_key:
                self._add(names, "unique-key-duplicate", "the unique key stands twice")
        for item in schema.fields:
            if item.constraints.get("unique") and (item.name,) != schema.primary_key:
                self._add((item.name,), "constraint-unique", "the value stands twice")

    def _add(self, names: tuple[str, ...], code: str, message: str) -> None:
        self._unique.append((self._find_key(names), code, message))
        self._confusables.setdefault(names, Confusables(self._list_fields(names)))

    def _find_key(self, names: tuple[str, ...]) -> Key:
        return self._keys.setdefault(names, Key(self._list_fields(names)))

    def _list_fields(self, names: tuple[str, ...]) -> list[Field]:
        return [self._fields.get(name) or Field(name=name) for name in names]

    def find_referenced(self, names: tuple[str, ...]) -> ReferencedKey:
        """Give a key of this table for others to point at."""
        key = self._find_key(names)
        return self._referenced.setdefault(names, ReferencedKey(key))

    def add_references(self, resource: Resource, tables: Mapping[str, "TableKeys"], log: FindingsLog) -> None:
        """Connect the foreign keys of this table, by its resource, with what they point at."""
        for key in resource.schema.foreign_keys if resource.schema else ():
            table = tables.get(key.resource) if key.resource else self
            if table is not None and len(key.fields) == len(key.reference):
                referencing = ReferencingKey(self._list_fields(key.fields))
                referenced = table.find_referenced(key.reference)
                self._references.append(Reference(key, referencing, referenced, log))

    def take(self, batch: TypedBatch, rows: Rows) -> None:
        """Take one batch."""
        for key in self._keys.values():
            key.take(batch, rows)
        for confusables in self._confusables.values():
            confusables.take(batch, rows)
        for reference in self._references:
            reference.take(batch, rows)

    def finish(self, log: FindingsLog) -> None:
        """Check what must be unique, after the last batch; others may now look up what they point at."""
        self._add_absent(log)
        for key, code, message in self._unique:
            check_unique(key, code, message, log)
        for names, confusables in self._confusables.items():
            confusables.check(self._keys[names], log)
        for names, key in self._keys.items():
            if names in self._referenced:
                self._referenced[names].is_done = True
            else:
                key.clear()

    def _add_absent(self, log: FindingsLog) -> None:
        """Write down which keys could not be checked although nothing else is wrong with their columns."""
        if log.rows is None or log.has("field-missing", "field-type"):
            return
        keys: dict[tuple[str, ...], Key | ReferencingKey] = {
            item.referencing.names: item.referencing for item in self._references
        }
        keys.update(self._keys)
        for names, key in keys.items():
            if not key.is_present and set(names) <= self._fields.keys():
                found = f"expected columns {quote_key(names)}, found not all of them"
                log.add("key-not-checked", f"a key was not checked ({found})", field=", ".join(names))

    def check_references(self) -> None:
        """Look up everything that has gathered; all tables have been read."""
        for reference in self._references:
            reference.check()
