"""Finds the reasons that a text gives for not naming its sources, and whom they cover."""

import bisect
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from spacy.tokens import Doc
from spacy.tokens import Span as DocSpan

from exporter.extraction.attributions.anonymity_requests import ANONYMOUS, REASON, SPEAKS
from exporter.extraction.lexicon import nouns
from exporter.extraction.sources.model import LocalSource
from exporter.extraction.sources.partitives import is_next

_BARRED = r"(?:not|n['’]t|never|un)\s*(?:been\s+)?(?:authori[sz]ed|allowed|permitted|cleared)\s+to\s+"
_TALK = r"(?:speak|comment|talk|discuss|give|brief|share|be\s+quoted|disclose)"
_BARRED_ONLY = re.compile(rf"((?:\b\w+\s+)?{_BARRED}{_TALK}[^.;:,“”\"—–\n]*)", re.IGNORECASE)
_ALL = re.compile(r"^\W*(?:all|each|every|none|neither|most|like\s+(?:all|the))\b", re.IGNORECASE)
_ALL_OF_THEM = re.compile(
    r"\b(?:all|each)\s+(?:\w+ly\s+)?(?:asked|spoke|requested|insisted|declined|wanted|did|would|were)\b",
    re.IGNORECASE,
)
_THEY = re.compile(
    r"^\W*(?:they|both|the\s+(?:two|three|four|five|six|officials|sources|people|others))\b", re.IGNORECASE
)

# "one of the ministers", "two of them"
_MEMBER = re.compile(
    r"(?:one|two|three|four|five|several|some|both)\s+of\s+(?:(?:the|these|those)\s+)?(?:\w+\s+)*?(\w+)$",
    re.I,
)
_ANYBODY = frozenset(
    {"source", "sources", "person", "people", "those", "interviewees", "everyone", "everybody"}
)
_OF_SURNAME = re.compile(r"\b(?:surname|(?:last|family|full|first)\s+name)s?\b", re.IGNORECASE)
_VAGUE = frozenset({"senior", "former", "current", "second", "third", "fourth", "fifth", "sixth", "top"})

_NEAREST = 100  # mentions that may cover one place; ordinary ones do not overlap


def find_reasons(
    doc: Doc, text: str, sources: Sequence[LocalSource], groups: Mapping[int, LocalSource]
) -> dict[int, str]:
    """Find by number why sources are not named, for those of whom the text tells it.

    Args:
        doc: The text.
        text: The same as it was printed.
        sources: All sources.
        groups: For the number of a source those of whom it is one, see find_groups.
    """
    reasons: dict[int, str] = {}
    people = [source for source in sources if source.kind in {"person", "group", "other"}]
    unnamed = _Unnamed(people, reasons)
    stated = list(_find_reasons(text))
    # What is said within a mention comes before what is said of who spoke last, and that before what is said of all.
    for start, _, reason in stated:
        for source in unnamed.described_at(start):
            reasons.setdefault(source.number, reason)
    for is_for_all in (False, True):
        for start, end, reason in stated:
            if _is_for_all(doc, start, end) == is_for_all:
                for source in _covered(start, end, doc, unnamed, groups, is_for_all=is_for_all):
                    reasons.setdefault(source.number, reason)
    return _share_reasons(sources, groups, reasons)


def _share_reasons(
    sources: Sequence[LocalSource], groups: Mapping[int, LocalSource], reasons: Mapping[int, str]
) -> dict[int, str]:
    """Give "one of the ministers" and "a third minister" the reason of the "four ministers" before."""
    shared = dict(reasons)
    for source in sorted(sources, key=lambda each: each.best.span.start):
        group = groups.get(source.number)
        if group is not None and group.best.is_plural and group.number in shared:
            shared.setdefault(source.number, shared[group.number])
    return shared


class _Unnamed:
    """The unnamed sources of a text, by where they are mentioned."""

    def __init__(self, people: Sequence[LocalSource], reasons: Mapping[int, str]) -> None:
        self._reasons = reasons  # of those who have one already; more are added meanwhile
        self._sources = [source for source in people if source.is_unnamed]
        everybody = [
            (mention, source) for source in people if _may_hide(source) for mention in source.mentions
        ]
        mentions = [(mention, source) for mention, source in everybody if source.is_unnamed]
        self._mentions = sorted(mentions, key=lambda each: each[0].span.start)
        # Whoever is known by a first name alone may say why, too.
        self._by_whole = sorted(everybody, key=lambda each: each[0].whole.start)
        # For every mention the place of the last one before it that is of somebody else, or -1.
        self._others = [-1]
        for place, ((_, before), (_, source)) in enumerate(pairwise(self._mentions)):
            self._others.append(place if before is not source else self._others[place])

    def all(self) -> list[LocalSource]:
        """All that have no reason yet and were spoken with: not "analysts" or "critics" at large."""
        self._sources = [source for source in self._sources if source.number not in self._reasons]
        return [source for source in self._sources if not _is_at_large(source)]

    def described_at(self, offset: int) -> list[LocalSource]:
        """Those of whom a mention with all that belongs to it covers an offset."""
        end = bisect.bisect_right(self._by_whole, offset, key=lambda each: each[0].whole.start)
        near = self._by_whole[max(end - _NEAREST, 0) : end]
        return [source for mention, source in near if offset < mention.whole.end]

    def between(self, start: int, end: int) -> list[LocalSource]:
        """Those mentioned between two offsets."""
        return [source for _, source in self._mentions[self._place(start) : self._place(end)]]

    def known_by_first_name(self, start: int, end: int) -> LocalSource | None:
        """The one mentioned last between two offsets of those who are known by one name only."""
        near = [source for mention, source in self._by_whole if start <= mention.span.start < end]
        return near[-1] if near and not near[-1].is_unnamed else None

    def last_before(self, offset: int) -> list[LocalSource]:
        """The two that were mentioned last before an offset, or fewer, the latest first."""
        latest = self._place(offset) - 1
        places = [latest, self._others[latest]] if latest >= 0 else []
        return [self._mentions[place][1] for place in places if place >= 0]

    def _place(self, offset: int) -> int:
        return bisect.bisect_left(self._mentions, offset, key=lambda each: each[0].span.start)


def _may_hide(source: LocalSource) -> bool:
    return source.is_unnamed or source.entity is None or " " not in source.best.text


def _cut_plurals(words: Iterable[str]) -> set[str]:
    return {word.removesuffix("s") for word in words}


def _may_be_one(source: LocalSource, words: set[str], modifiers: frozenset[str]) -> bool:
    """Tell whether "another senior official" may be one of "five officials": nothing else is told of them."""
    best = source.best
    member = _MEMBER.match(best.text)
    called = _cut_plurals([member[1].lower() if member else best.head])
    is_called_so = bool(called & words - _cut_plurals(nouns.NUMBERS))
    is_elsewhere = best.affiliation is not None and not is_next(source)
    return is_called_so and best.modifiers <= modifiers | _VAGUE and not is_elsewhere


def _list_words(source: LocalSource) -> list[str]:
    return source.best.text.lower().split()


def _is_at_large(source: LocalSource) -> bool:
    return all(
        mention.form == "bare" and mention.is_plural and mention.head not in nouns.NUMBERS
        for mention in source.mentions
    )


def _find_reasons(text: str) -> Iterator[tuple[int, int, str]]:
    covered: list[tuple[int, int]] = []
    for anonymous in ANONYMOUS.finditer(text):
        reason = REASON.match(text, anonymous.end())
        before = _BARRED_ONLY.search(text, max(anonymous.start() - 120, 0), anonymous.start())
        if reason:
            covered.append((anonymous.start(), reason.end()))
            yield anonymous.start(), anonymous.end(), SPEAKS.sub("", reason[1].strip())
        elif before and "\n" not in text[before.start() : anonymous.start()]:
            covered.append((before.start(), anonymous.end()))
            yield anonymous.start(), anonymous.end(), before[1].strip()
    for barred in _BARRED_ONLY.finditer(text):
        place = bisect.bisect_right(covered, (barred.start(), len(text))) - 1
        if place < 0 or covered[place][1] <= barred.start():
            yield barred.start(), barred.end(), SPEAKS.sub("", barred[1].strip())


def _is_for_all(doc: Doc, start: int, end: int) -> bool:
    piece = doc.char_span(start, end, alignment_mode="expand")
    text = piece.root.sent.text if piece is not None else ""
    return bool(_ALL.search(text) or _ALL_OF_THEM.search(text))


def _find_people(sentence: DocSpan) -> set[str]:
    """Find "workers" in "The workers, all employed by the mine, asked ...", though nothing is quoted of them."""
    subject = next((token for token in sentence if token.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or subject.tag_ != "NNS" or subject.lower_ not in nouns.PEOPLE:
        return set()
    is_known = any(child.lower_ == "the" for child in subject.lefts)
    return _cut_plurals([subject.lower_]) if is_known else set()


def _list_members(
    start: int, called: set[str], unnamed: _Unnamed, groups: Mapping[int, LocalSource]
) -> list[LocalSource]:
    """List whom "they all", "all five" or "the officials all" are: who spoke before, and who is one of them later."""
    waiting = sorted(unnamed.all(), key=lambda each: each.mentions[0].span.start)
    before = [each for each in waiting if each.mentions[0].span.start < start]
    covered = [each for each in before if not called or called & _cut_plurals(_list_words(each))]
    several = [each for each in covered if each.best.is_plural]
    words = called | {word for each in several for word in _cut_plurals(_list_words(each))}
    modifiers = frozenset().union(*(each.best.modifiers for each in several))
    numbers = {each.number for each in covered}
    for each in waiting:
        is_late = each.mentions[0].span.start >= start
        group = groups.get(each.number)
        is_member = group is not None and group.number in numbers
        if is_late and (is_member or _may_be_one(each, words, modifiers)):
            covered.append(each)
            numbers.add(each.number)
    return covered


def _covered(
    start: int,
    end: int,
    doc: Doc,
    unnamed: _Unnamed,
    groups: Mapping[int, LocalSource],
    *,
    is_for_all: bool,
) -> list[LocalSource]:
    """Whom a reason at an offset covers: who is described by it, else its sentence, else who spoke last."""
    described = unnamed.described_at(start)
    if described:
        return described
    piece = doc.char_span(start, end, alignment_mode="expand")
    if piece is None:
        return []
    sentence = piece.root.sent
    if is_for_all:
        called = _cut_plurals(
            t.lower_ for t in sentence if t.i < piece.start and t.lower_ in nouns.PEOPLE | _ANYBODY
        )
        everybody = not called or not called.isdisjoint(_ANYBODY)
        if called and everybody:
            return unnamed.all()
        return _list_members(start, called, unnamed, groups)
    if _OF_SURNAME.search(piece.text):
        known = unnamed.known_by_first_name(sentence.start_char, start)
        if known is not None:
            return [known]
    here = unnamed.between(sentence.start_char, sentence.end_char)
    if here:
        return here
    people = _find_people(sentence)
    members = _list_members(start, people, unnamed, groups) if people else []
    if members:
        return members
    is_several = bool(_THEY.search(sentence.text))
    last = unnamed.last_before(start)
    if not last:
        return unnamed.all() if is_several else []
    return last if is_several and not last[0].best.is_plural else last[:1]
