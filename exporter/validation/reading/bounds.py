"""Keeps tables and their keys within what the budget allows; each bound that is reached is a finding."""

from collections.abc import Sequence
from dataclasses import replace

from exporter.validation.model.budget import Budget
from exporter.validation.model.package import Resource
from exporter.validation.report.findings_log import FindingsLog


def has_fair_columns(labels: Sequence[str], budget: Budget, log: FindingsLog) -> bool:
    """Tell whether there are not too many columns and none has too long a name, or write down what is wrong."""
    if len(labels) > budget.columns:
        found = f"expected at most {budget.columns:,}, found {len(labels):,}"
        log.add("budget-count", f"too many columns, so no row was checked ({found})")
        return False
    for index, label in enumerate(labels):
        if len(label) > budget.name_bytes:
            found = f"expected at most {budget.name_bytes:,} characters, found {len(label):,}"
            log.add(
                "cell-length", f"the name of column {index + 1} is too long, so no row was checked ({found})"
            )
            return False
    return True


def limit_keys(resource: Resource, budget: Budget, log: FindingsLog) -> Resource:
    """Give back a resource with only so many keys as may be checked; every one of them takes memory for each row."""
    schema = resource.schema
    if schema is None:
        return resource
    keys = [schema.primary_key, *schema.unique_keys, *(key.fields for key in schema.foreign_keys)]
    total = sum(map(len, keys))
    if total <= budget.key_columns:
        return resource
    message = f"expected at most {budget.key_columns:,} columns in all keys together, found {total:,}"
    log.add("budget-count", f"not all keys are checked ({message})", pointer=f"{resource.pointer}/schema")
    left, fits = budget.key_columns, []
    for key in keys:
        left -= len(key)
        fits.append(left >= 0)
    last = 1 + len(schema.unique_keys)
    return replace(
        resource,
        schema=replace(
            schema,
            primary_key=schema.primary_key if fits[0] else (),
            unique_keys=tuple(key for key, ok in zip(schema.unique_keys, fits[1:last], strict=True) if ok),
            foreign_keys=tuple(key for key, ok in zip(schema.foreign_keys, fits[last:], strict=True) if ok),
        ),
    )
