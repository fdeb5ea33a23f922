"""Where extraction runs: here, in this process."""

from exporter.engines.local import extract_records

__all__ = ["extract_records"]
