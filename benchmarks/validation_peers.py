"""Checks a package as people do it without exporter: what they would write by hand, for each library at its best.

    python -m benchmarks.validation_peers PEER PACKAGE

Every peer but the first reads the same descriptor and makes the same checks: hash and size of each file, types,
required, minLength, minimum, maximum, enum, pattern, primary and unique keys, foreign keys. Every fault is located:
resource, row, field, cell. How many there are is printed.
"""

import argparse
import hashlib
import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]
Fault = tuple[str, int, str, Any]
"""Resource, row (the first is 2), field, cell."""


def iter_resources(package: Path) -> Iterator[tuple[Json, Path]]:
    """Yield each resource of a package whose hash and size are right, and its file."""
    descriptor = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))
    for resource in descriptor["resources"]:
        path = package / resource["path"]
        with path.open("rb") as file:
            found = "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()
        if found != resource["hash"] or path.stat().st_size != resource["bytes"]:
            raise SystemExit(f"{path}: not as declared")
        yield resource, path


def iter_keys(schema: Json) -> Iterator[list[str]]:
    """Yield the fields of each key that must be unique."""
    yield schema["primaryKey"]
    yield from schema.get("uniqueKeys", [])


def parse(package: Path) -> int:
    """Parse everything as typed batches and check nothing: the floor."""
    import pyarrow as pa
    import pyarrow.csv
    import pyarrow.parquet as pq

    moment = pa.timestamp("us", "UTC")
    kinds = {"integer": pa.int32(), "number": pa.float64(), "boolean": pa.bool_(), "datetime": moment}
    for path in sorted(package.glob("data/*.csv")):
        resource = next(item for item in _list_resources(package) if item["path"].endswith(path.name))
        columns = {
            field["name"]: kinds.get(field["type"], pa.string()) for field in resource["schema"]["fields"]
        }
        options = pyarrow.csv.ConvertOptions(column_types=columns, strings_can_be_null=True, null_values=[""])
        parsing = pyarrow.csv.ParseOptions(newlines_in_values=True)
        for _ in pyarrow.csv.open_csv(path, parse_options=parsing, convert_options=options):
            pass
    for path in sorted(package.glob("data/*.parquet")):
        for _ in pq.ParquetFile(path).iter_batches(batch_size=1 << 15):
            pass
    return 0


def _list_resources(package: Path) -> list[Json]:
    resources: list[Json] = json.loads((package / "datapackage.json").read_text(encoding="utf-8"))[
        "resources"
    ]
    return resources


def check_with_frictionless(package: Path) -> int:
    """Let frictionless validate; its limit of errors is lifted."""
    from frictionless import Package, system

    logging.disable(logging.CRITICAL)
    with system.use_context(trusted=True):
        report = Package(str(package / "datapackage.json")).validate(limit_errors=10**9)
    return sum(len(task.errors) for task in report.tasks)


def check_with_pandera(package: Path) -> int:
    """Read with pandas, check with pandera, keys with pandas."""
    import pandas as pd
    import pandera.pandas as pa

    tables: dict[str, Any] = {}
    faults: list[Fault] = []
    for resource, path in iter_resources(package):
        schema = resource["schema"]
        kinds = {"integer": "Int64", "number": "Float64", "boolean": "boolean", "string": "str"}
        fields = {field["name"]: field for field in schema["fields"]}
        if path.suffix == ".csv":
            dtypes = {name: kinds.get(field["type"], "str") for name, field in fields.items()}
            table = pd.read_csv(
                path,
                dtype=dtypes,
                keep_default_na=False,
                na_values=[""],
                true_values=["true"],
                false_values=["false"],
            )
            for name, field in fields.items():
                if field["type"] == "datetime":
                    table[name] = pd.to_datetime(table[name], errors="coerce", utc=True)
        else:
            table = pd.read_parquet(path)
        table.index += 2
        columns = {
            name: pa.Column(
                None, _list_pandera(field), nullable=not field.get("constraints", {}).get("required")
            )
            for name, field in fields.items()
        }
        try:
            pa.DataFrameSchema(columns, strict=True, ordered=True).validate(table, lazy=True)
        except pa.errors.SchemaErrors as error:
            cases = error.failure_cases
            pairs = zip(cases["index"], cases["column"], cases["failure_case"], strict=True)
            faults += [(resource["name"], row, field, cell) for row, field, cell in pairs]
        for key in iter_keys(schema):
            found = table.loc[table.duplicated(key), key]
            faults += [
                (resource["name"], row, ", ".join(key), cell)
                for row, cell in zip(found.index, found.values, strict=True)
            ]
        tables[resource["name"]] = table, schema
    for name, (table, schema) in tables.items():
        for key in schema.get("foreignKeys", []):
            (field,), (other,) = key["fields"], key["reference"]["fields"]
            column = table[field]
            found = column[column.notna() & ~column.isin(tables[key["reference"]["resource"]][0][other])]
            faults += [(name, row, field, cell) for row, cell in found.items()]
    return len(faults)


def _list_pandera(field: Json) -> list[Any]:
    import pandera.pandas as pa

    limits: dict[str, Callable[[Any], Any]] = {
        "minLength": lambda value: pa.Check.str_length(min_value=value),
        "minimum": pa.Check.ge,
        "maximum": pa.Check.le,
        "enum": pa.Check.isin,
        "pattern": lambda value: pa.Check.str_matches(f"^(?:{value})$"),
    }
    given = field.get("constraints", {})
    return [make(given[name]) for name, make in limits.items() if name in given]


def check_with_polars(package: Path) -> int:
    """Read text into memory and cast it in one query for each table; keys are counted and joined."""
    import polars as pl

    faults: list[Fault] = []
    tables: dict[str, Any] = {}
    kinds = {"integer": pl.Int64, "number": pl.Float64}
    for resource, path in iter_resources(package):
        schema, name = resource["schema"], resource["name"]
        fields = schema["fields"]
        if path.suffix == ".csv":
            found = pl.scan_csv(path, infer_schema=False, row_index_name="row", row_index_offset=2).collect()
            expected = ["row", *(field["name"] for field in fields)]
            if found.columns != expected:
                raise SystemExit(f"{path}: other columns")
        else:
            found = pl.scan_parquet(path, row_index_name="row", row_index_offset=2).collect()
        checks: list[tuple[str, Any]] = []
        for field in fields:
            raw = value = pl.col(field["name"])
            if path.suffix == ".csv":
                if field["type"] in kinds:
                    value = raw.cast(kinds[field["type"]], strict=False)
                elif field["type"] == "boolean":
                    value = raw.replace_strict(
                        {"true": True, "false": False}, default=None, return_dtype=pl.Boolean
                    )
                elif field["type"] == "datetime":
                    value = raw.str.to_datetime("%Y-%m-%dT%H:%M:%SZ", strict=False)
                if value is not raw:
                    checks.append((field["name"], raw.is_not_null() & value.is_null()))
            checks += [(field["name"], test) for test in _list_polars(value, field.get("constraints", {}))]
        keys = [list(key) for key in iter_keys(schema)]
        for key in keys:
            value = pl.struct(key) if len(key) > 1 else pl.col(key[0])
            checks.append((", ".join(key), ~value.is_first_distinct()))
        queries = [
            found.lazy().filter(test).select("row", pl.concat_str(label.split(", "), separator=", "))
            for label, test in checks
        ]
        # One pass finds which checks fail at all; the rows of those are then looked up.
        failed = (
            found.lazy()
            .select([test.any().alias(str(index)) for index, (_, test) in enumerate(checks)])
            .collect()
            .row(0)
        )
        for (label, _), query, is_bad in zip(checks, queries, failed, strict=True):
            if is_bad:
                faults += [(name, row, label, cell) for row, cell in query.collect().rows()]
        tables[name] = found.lazy(), schema
    for name, (table, schema) in tables.items():
        for foreign in schema.get("foreignKeys", []):
            (label,), (other,) = foreign["fields"], foreign["reference"]["fields"]
            target = tables[foreign["reference"]["resource"]][0]
            lost = (
                table.select("row", label)
                .drop_nulls()
                .join(target.select(other), left_on=label, right_on=other, how="anti")
            )
            faults += [(name, row, label, cell) for row, cell in lost.collect().rows()]
    return len(faults)


def _list_polars(value: Any, constraints: Json) -> Iterator[Any]:  # noqa: ANN401
    if constraints.get("required"):
        yield value.is_null()
    if "minLength" in constraints:
        yield value.str.len_chars() < constraints["minLength"]
    if "minimum" in constraints:
        yield value < constraints["minimum"]
    if "maximum" in constraints:
        yield value > constraints["maximum"]
    if "enum" in constraints:
        yield ~value.is_in(constraints["enum"])
    if "pattern" in constraints:
        yield ~value.str.contains(f"^(?:{constraints['pattern']})$")


def check_with_duckdb(package: Path) -> int:
    """One query for each table reads text and casts it; keys are grouped and joined."""
    import duckdb

    base = duckdb.connect()
    base.execute("SET threads = 2")
    faults: list[Fault] = []
    schemas: dict[str, Json] = {}
    kinds = {"integer": "BIGINT", "number": "DOUBLE", "boolean": "BOOLEAN", "datetime": "TIMESTAMP"}
    for resource, path in iter_resources(package):
        schema, name = resource["schema"], resource["name"]
        if path.suffix == ".csv":
            columns = ", ".join(f"'{field['name']}': 'VARCHAR'" for field in schema["fields"])
            options = """header=true, delim=',', quote='"', escape='"', nullstr='', auto_detect=false"""
            source = f"read_csv('{path}', columns={{{columns}}}, {options})"
        else:
            source = f"read_parquet('{path}')"
        tests: list[tuple[str, str]] = []
        for field in schema["fields"]:
            raw = value = f'"{field["name"]}"'
            if path.suffix == ".csv" and field["type"] in kinds:
                value = f"try_cast({raw} AS {kinds[field['type']]})"
                tests.append((field["name"], f"{raw} IS NOT NULL AND {value} IS NULL"))
            tests += [(field["name"], test) for test in _list_duckdb(value, field.get("constraints", {}))]
        # A table is kept: reading it again for keys and rows would cost more.
        base.execute(f'CREATE TABLE "{name}" AS SELECT row_number() OVER () + 1 AS row, * FROM {source}')
        counts = ", ".join(f"count(*) FILTER (WHERE {test})" for _, test in tests)
        found = base.execute(f'SELECT {counts} FROM "{name}"').fetchone() or ()
        for (label, test), count in zip(tests, found, strict=True):
            if count:
                rows = base.execute(f'SELECT row, "{label}" FROM "{name}" WHERE {test}').fetchall()
                faults += [(name, row, label, cell) for row, cell in rows]
        for key in iter_keys(schema):
            label = ", ".join(f'"{part}"' for part in key)
            rows = base.execute(
                f'SELECT unnest(list_sort(list(row))[2:]), {label} FROM "{name}" GROUP BY {label} HAVING count(*) > 1'
            ).fetchall()
            faults += [(name, row, label, cells) for row, *cells in rows]
        schemas[name] = schema
    for name, schema in schemas.items():
        for foreign in schema.get("foreignKeys", []):
            (label,), (other,) = foreign["fields"], foreign["reference"]["fields"]
            target = foreign["reference"]["resource"]
            rows = base.execute(
                f'SELECT row, "{label}" FROM "{name}" AS one ANTI JOIN "{target}" AS two '
                f'ON one."{label}" = two."{other}" WHERE "{label}" IS NOT NULL'
            ).fetchall()
            faults += [(name, row, label, cell) for row, cell in rows]
    return len(faults)


def _list_duckdb(value: str, constraints: Json) -> Iterator[str]:
    if constraints.get("required"):
        yield f"{value} IS NULL"
    if "minLength" in constraints:
        yield f"length({value}) < {constraints['minLength']}"
    if "minimum" in constraints:
        yield f"{value} < {constraints['minimum']}"
    if "maximum" in constraints:
        yield f"{value} > {constraints['maximum']}"
    if "enum" in constraints:
        yield f"{value} NOT IN ({', '.join(map(repr, constraints['enum']))})"
    if "pattern" in constraints:
        yield f"NOT regexp_full_match({value}, '{constraints['pattern']}')"


PEERS: dict[str, Callable[[Path], int]] = {
    "parse": parse,
    "frictionless": check_with_frictionless,
    "pandas + pandera": check_with_pandera,
    "polars": check_with_polars,
    "duckdb": check_with_duckdb,
}


def main() -> None:
    """Let one peer check a package and print how many faults it found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("package", type=Path)
    options = parser.parse_args()
    sys.stdout.write(f"{PEERS[options.peer](options.package)}\n")


if __name__ == "__main__":
    main()
