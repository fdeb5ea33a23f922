"""The command line: the only place that knows Click, terminals and exit codes."""

from exporter.cli.program import main, program

__all__ = ["main", "program"]
