"""How a package was made: the tool, its configuration, the language pipeline."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from exporter.version import __version__


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """What made a package; the same things make the same tables.

    Attributes:
        pipeline: Name of the language pipeline, such as "en_core_web_sm".
        pipeline_version: Its version.
        configuration: The options that shape the tables; values that JSON can hold.
    """

    pipeline: str
    pipeline_version: str
    configuration: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return the part of a manifest that tells how a release was made."""
        return {
            "tool": {"name": "exporter", "version": __version__},
            "configuration": dict(self.configuration),
            "pipeline": {"name": self.pipeline, "version": self.pipeline_version},
        }
