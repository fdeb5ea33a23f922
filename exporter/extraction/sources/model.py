"""One mention of a source, and one source within a document while it is resolved."""

from dataclasses import dataclass, field
from typing import Literal

from exporter.extraction.lexicon import nouns
from exporter.extraction.sources.affiliations.organizations import Affiliation
from exporter.records import SourceKind, Span

IMPERSONAL: frozenset[SourceKind | None] = frozenset({"organization", "government", "document"})
Form = Literal["name", "pronoun", "definite", "indefinite", "bare"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMention:
    """One mention of a source, read by itself.

    Attributes:
        span: The mention without relative clauses and appositions: what is printed as the source's name.
        whole: The mention with all that belongs to it.
        head: The head noun, lower case.
        is_plural: Whether more than one is meant.
        count: The least number meant.
        entity: Position of the named entity that the mention names, if it names exactly one.
        modifiers: The content words before the head, lower case, for comparing "the Drovian diplomat".
        is_named: Whether it names who is meant, or one of several.
        is_headline: Whether it stands in the headline.
        is_member: Whether it means one of several: "one of the officials".
        is_open: Whether it leaves to the text before it what somebody is: "the other", "one of the two".
    """

    span: Span
    whole: Span
    text: str
    head: str
    form: Form
    kind: SourceKind | None
    is_plural: bool
    count: int
    gender: str | None
    entity: int | None
    role: str | None
    affiliation: Affiliation | None
    modifiers: frozenset[str]
    is_named: bool
    is_headline: bool = False
    is_member: bool = False
    is_open: bool = False


@dataclass(slots=True, kw_only=True)
class LocalSource:
    """One source within a document: its mentions in order, and the quotes attributed to it.

    Attributes:
        number: Its place in the order in which the sources of the document were made.
        last: Offset of the last mention; -1 where there is none.
        noted: What the text tells where it names the source without quoting it.
        roles: The words of the roles that its mentions give, lower case.
    """

    number: int
    mentions: list[SourceMention] = field(default_factory=list)
    entity: int | None = None
    gender: str | None = None
    quotes: list[int] = field(default_factory=list)
    last: int = -1
    noted: list[SourceMention] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    _best: SourceMention | None = None
    _kind: SourceKind | None = None
    _is_named: bool = False
    _descriptions: dict[tuple[str, bool, frozenset[str]], None] = field(default_factory=dict)

    @property
    def best(self) -> SourceMention:
        """The first mention that is more than a pronoun, else the first."""
        return self._best or self.mentions[0]

    @property
    def kind(self) -> SourceKind:
        """What the source is; what its mentions leave open is "other"."""
        return self._kind or "other"

    @property
    def is_unnamed(self) -> bool:
        """Tell whether the reader does not learn who the source is; organizations and papers are never anonymous."""
        return self.entity is None and not self._is_named and self.kind not in IMPERSONAL

    def list_people(self) -> list[SourceMention]:
        """List the mentions that are more than pronouns; all, where there are none."""
        return [mention for mention in self.mentions if mention.form != "pronoun"] or self.mentions

    def add(self, mention: SourceMention) -> None:
        """Add a mention."""
        self.mentions.append(mention)
        self.last = max(self.last, mention.whole.start)
        self.roles.update(word.rstrip(".") for word in (mention.role or "").lower().split())
        self._kind = self._kind or mention.kind
        self._is_named = self._is_named or mention.is_named
        if mention.form != "pronoun":
            # What a headline says in a word is said in full below it.
            is_fuller = self._best is not None and self._best.is_headline and mention.form != "name"
            self._best = mention if is_fuller else self._best or mention
            if mention.form != "name":  # Whoever has a name does not return as "the Drovian diplomat".
                self._descriptions[mention.head, mention.is_plural, mention.modifiers] = None

    def describe(self, noun: str) -> None:
        """Let it return as "the diplomat", too."""
        self._descriptions[noun, False, frozenset()] = None

    def may_be(self, mention: SourceMention) -> bool:
        """Tell whether "the Drovian diplomat" can be this source, having been called so before."""
        return any(
            nouns.may_replace(head, mention.head)
            and is_plural == mention.is_plural
            and mention.modifiers <= modifiers
            for head, is_plural, modifiers in self._descriptions
        )

    def may_be_described_as(self, mention: SourceMention) -> bool:
        """Tell whether "the Drovian diplomat" can be this source, if it was only "a diplomat" before."""
        return any(
            head == mention.head
            and is_plural == mention.is_plural
            and (modifiers < mention.modifiers or mention.kind == "document")
            for head, is_plural, modifiers in self._descriptions
        )
