"""The spaCy component `attributions`: who said what, as spans of a Doc, after any English pipeline.

    nlp = spacy.blank("en")  # or any pipeline for English
    nlp.add_pipe("attributions")
    for each in nlp("The bridge is safe, the mayor said.")._.attributions:
        print(each.source, each.cue, each.content, each.confidence)

spaCy finds it by its entry point; importing this module registers the extension, too, which a program needs that
only reads back what another has written.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast

from spacy.language import Language
from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from exporter.documents.zones import find_zones
from exporter.errors import ModelError
from exporter.extraction.attribution import Attribution
from exporter.extraction.attributions.dialogue import get_quote_type
from exporter.extraction.attributions.extractors import RULES, Extractor, describe_extractor, load_extractor
from exporter.extraction.passes import attribute
from exporter.extraction.state import Analysis
from exporter.extraction.text.layout import lay_out_unfolded
from exporter.extraction.text.quotation_marks import Quoted
from exporter.options import DEFAULT_EXTRACTOR
from exporter.records import Act, Channel, QuoteType, Span

NAME = "attributions"
"""The name of the component, and of the extension that it fills."""

# Plain offsets are kept with the Doc, so that it can be pickled, written and read back; spans are made of them.
_KEY = "exporter.attributions"


@dataclass(frozen=True, slots=True, kw_only=True)
class SpanAttribution:
    """One attribution in a Doc. A span covers every token of which a part belongs to it.

    Attributes:
        content: What is attributed, in one or more pieces, in order; never empty.
        cue: The words that attribute it; empty where the text has none.
        source: To whom; empty where the text does not say.
        addressee: To whom it was said; None where the text does not say or the pipeline has no parser.
        channel: Where it was said, as "interview" or "statement"; None where the text does not tell.
        type: direct: all of the content stands in quotation marks, or is a turn of a transcript or interview;
            indirect: none of it; mixed: part of it.
        act: What kind of act the cue tells of.
        cue_lemma: Dictionary form of the head of the cue; None without a cue, or where it is not known.
        confidence: How likely it is right, from 0 to 1.
    """

    content: tuple[DocSpan, ...]
    cue: tuple[DocSpan, ...]
    source: tuple[DocSpan, ...]
    addressee: DocSpan | None
    channel: Channel | None
    type: QuoteType
    act: Act
    cue_lemma: str | None
    confidence: float


class AttributionsComponent:
    """Finds the attributions of each Doc, in order of their contents, for `doc._.attributions`.

    What `exporter extract` passes over is passed over here, too: bylines, donation appeals and the like. The tokens are
    those that somebody else made, so that the text is read as it is: `exporter extract` reads a folded copy, in which
    lines, spaces, marks and broken characters are mended first.
    """

    def __init__(self, extractor: str = DEFAULT_EXTRACTOR, *, threads: int = 1) -> None:
        """Check that there is such an extractor; it is loaded with the first text.

        Args:
            extractor: What finds attributions, see load_extractor.
            threads: How many threads a model computes with, in each process.

        Raises:
            ModelError: The model is missing or made for another version of exporter.
        """
        describe_extractor(extractor)
        self.extractor = extractor
        self.threads = threads
        self._loaded: dict[int, Extractor] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Note the attributions of a Doc with it.

        Raises:
            ModelError: The model cannot be loaded, or the rules are used on a text that is not parsed.
        """
        if (
            self.extractor == RULES
            and len(doc)
            and not (doc.has_annotation("DEP") and doc.has_annotation("TAG"))
        ):
            raise ModelError(
                "the rules read a parse (expected tags and dependencies, found a text without)",
                hint="add the component after a tagger and a parser, or use the extractor 'model'",
            )
        text: str = doc.text
        layout = lay_out_unfolded(text, find_zones(text, title=None))
        if not layout.read:
            doc.user_data[_KEY] = []
            return doc
        state = Analysis(layout=layout, doc=doc, extractor=self._load())
        attribute(state)
        doc.user_data[_KEY] = [_flatten(each, text, layout.quoted) for each in state.attributions]
        return doc

    def __reduce__(self) -> tuple[Any, ...]:
        """Leave the loaded model behind: another process loads its own."""
        return _rebuild, (self.extractor, self.threads)

    def _load(self) -> Extractor:
        # The threads of a model do not survive a fork; the model of before is kept, since its end would wait for them.
        process = os.getpid()
        if process not in self._loaded:
            self._loaded[process] = load_extractor(self.extractor, threads=self.threads)
        return self._loaded[process]


@Language.factory(
    NAME, default_config={"extractor": DEFAULT_EXTRACTOR, "threads": 1}, assigns=[f"doc._.{NAME}"]
)
def build_component(nlp: Language, name: str, extractor: str, threads: int) -> AttributionsComponent:
    """Build the component for `nlp.add_pipe("attributions", config={"extractor": ..., "threads": ...})`."""
    return AttributionsComponent(extractor, threads=threads)


def get_attributions(doc: Doc) -> list[SpanAttribution]:
    """Give the attributions of a Doc, in order of their contents; none where the component has not seen it."""
    return [_unflatten(doc, each) for each in doc.user_data.get(_KEY, ())]


def _rebuild(extractor: str, threads: int) -> AttributionsComponent:
    return AttributionsComponent(extractor, threads=threads)


def _flatten(each: Attribution, text: str, quoted: Sequence[Quoted]) -> dict[str, Any]:
    return {
        "content": [_get_offsets(piece) for piece in each.content],
        "cue": [_get_offsets(piece) for piece in each.cue],
        "source": [_get_offsets(piece) for piece in each.source],
        "addressee": None if each.addressee is None else _get_offsets(each.addressee),
        "channel": each.channel,
        "type": get_quote_type(text, each, quoted),
        "act": each.act,
        "cue_lemma": each.lemma,
        "confidence": float(each.confidence),
    }


def _unflatten(doc: Doc, each: dict[str, Any]) -> SpanAttribution:
    pieces = {
        role: tuple(_get_span(doc, piece) for piece in each[role]) for role in ("content", "cue", "source")
    }
    addressee = None if each["addressee"] is None else _get_span(doc, each["addressee"])
    return SpanAttribution(**{**each, **pieces, "addressee": addressee})


def _get_offsets(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _get_span(doc: Doc, offsets: tuple[int, int]) -> DocSpan:
    # None only where offsets lie outside the text, which these do not.
    return cast("DocSpan", doc.char_span(*offsets, alignment_mode="expand"))


# By force, because a module can be loaded a second time.
Doc.set_extension(NAME, getter=get_attributions, force=True)
