"""Where extraction runs: an engine reads shards of documents and gives back what it read, in their order.

To add an engine, write a module here with `run(shards, options, resources)`, as Engine has it, and name it in ENGINES.
The command line and its help take it from there.
"""

from collections.abc import Mapping

ENGINES: Mapping[str, str] = {
    "here": "in this process",
    "processes": "in several processes of this machine",
}
"""Where each engine runs, by its name, which is that of its module."""
