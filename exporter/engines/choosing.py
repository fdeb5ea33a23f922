"""Chooses the engine: the one that is asked for, else by the number of processes, else by the amount of text."""

from collections.abc import Iterator
from dataclasses import replace
from importlib import import_module
from itertools import chain
from typing import NamedTuple, cast

from exporter.engines import ENGINES
from exporter.engines.resources import WORTH, check_number, choose_processes, count_places
from exporter.engines.shards import Engine, Shard
from exporter.errors import InputError
from exporter.options import Resources


class Choice(NamedTuple):
    """An engine, all shards, of which some may have been looked at, and the resources that it is to use."""

    engine: Engine
    shards: Iterator[Shard]
    resources: Resources


def check_resources(resources: Resources) -> None:
    """Check what of the machine is asked for.

    Raises:
        InputError: There is no such engine, or a number of processes or threads is less than 1.
    """
    check_number("processes", resources.processes)
    check_number("threads", resources.threads)
    if resources.engine is not None and resources.engine not in ENGINES:
        problem = f"{resources.engine!r}: no such engine (expected one of {', '.join(ENGINES)})"
        raise InputError(problem, hint="leave it out")


def choose_engine(shards: Iterator[Shard], resources: Resources) -> Choice:
    """Choose what reads shards; if nothing is asked for, some of them are taken to see how much text there is."""
    if resources.engine is not None:
        return Choice(_load_engine(resources.engine), shards, resources)
    processes = resources.processes
    if processes is None:
        ahead = _look_ahead(shards)
        characters = sum(len(document.text) for shard in ahead for document in shard)
        processes = min(choose_processes(characters), max(1, len(ahead)))
        shards = chain(ahead, shards)
    name = "here" if processes == 1 else "processes"
    return Choice(_load_engine(name), shards, replace(resources, processes=processes))


def _look_ahead(shards: Iterator[Shard]) -> list[Shard]:
    """Take as many shards as it takes to see that all processes are worth starting."""
    ahead: list[Shard] = []
    missing = count_places() * WORTH
    while missing > 0 and (shard := next(shards, None)) is not None:
        ahead.append(shard)
        missing -= sum(len(document.text) for document in shard)
    return ahead


def _load_engine(name: str) -> Engine:
    return cast("Engine", import_module(f"exporter.engines.{name}"))
