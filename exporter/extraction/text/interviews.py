"""Finds the turns of interviews without labels: questions in bold or italics, or known by their mark, and answers."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from exporter.extraction.attribution import join_spans
from exporter.extraction.text.asides import iter_spoken
from exporter.extraction.text.interviewees import find_interviewee
from exporter.extraction.text.turns import Turn
from exporter.records import Span

_WORD = re.compile(r"\w")
_SPOKEN_TO = re.compile(r"\b(?i:you|your|yourself)\b")
_FIRST_PERSON = re.compile(r"\bI\b|\b(?i:my|me|we|our|us)\b")
_QUESTION_END = re.compile(r"\?[\s*_”\"')\]]*$")
_SENTENCE_END = re.compile(r"[.?!:…][\s*_”\"')\]]*$")
_QUOTED = re.compile(r"[“\"”]")
_SIGNS = " *_\t"

_FEWEST = 2
_FEWEST_PLAIN = 3  # where nothing but its mark tells a question
_TALKING = 0.5
_LONGEST_QUESTION = 500


@dataclass(frozen=True, slots=True)
class _Part:
    """A paragraph, or the emphasised start or the rest of one."""

    span: Span
    is_emphasised: bool
    is_question: bool


def find_interview(text: str, paragraphs: Sequence[Span], emphases: Sequence[Span]) -> list[Turn]:
    """Find the turns of an interview without labels, in order; none in other texts.

    Questions are emphasised, two or more of them, and most of what is emphasised is a question; or every other
    paragraph or so, three or more, is a question. Either way questions speak to somebody who answers in the first
    person.

    Args:
        text: The text.
        paragraphs: The paragraphs that are read, in order.
        emphases: The stretches that are emphasised, in order.
    """
    parts = list(_iter_parts(text, paragraphs, emphases))
    for is_plain in (False, True):
        asked = [
            number
            for number, part in enumerate(parts)
            if (is_plain and part.is_question and _is_plain_question(text, part.span))
            or (not is_plain and part.is_emphasised and _SENTENCE_END.search(_cut(text, part.span)))
        ]
        if is_plain:
            asked = [number for number in asked if number + 1 < len(parts)]
        else:
            first = next((n for n, number in enumerate(asked) if parts[number].is_question), len(asked))
            asked = asked[first:]
        if _is_interview(text, parts, asked, is_plain=is_plain):
            return list(_build(text, parts, asked))
    return []


def _iter_parts(text: str, paragraphs: Sequence[Span], emphases: Sequence[Span]) -> Iterator[_Part]:
    at = 0
    for paragraph in paragraphs:
        end = paragraph.start
        while at < len(emphases) and emphases[at].end <= paragraph.start:
            at += 1
        while at < len(emphases) and emphases[at].start < paragraph.end:
            if _WORD.search(text, end, max(end, emphases[at].start)):
                break
            end = max(end, min(emphases[at].end, paragraph.end))
            at += 1
        yield from _cut_part(text, paragraph, end)


def _cut_part(text: str, paragraph: Span, end: int) -> Iterator[_Part]:
    """Cut a paragraph behind its emphasised start, if that is a question."""
    start = Span(start=paragraph.start, end=end)
    is_whole = not _WORD.search(text, end, paragraph.end)
    if end > paragraph.start and not is_whole and _QUESTION_END.search(_cut(text, start)):
        rest = end + len(text[end : paragraph.end]) - len(text[end : paragraph.end].lstrip(_SIGNS))
        yield _Part(start, is_emphasised=True, is_question=True)
        yield _Part(Span(start=rest, end=paragraph.end), is_emphasised=False, is_question=False)
    else:
        is_question = _QUESTION_END.search(_cut(text, paragraph)) is not None
        yield _Part(paragraph, is_emphasised=is_whole and end > paragraph.start, is_question=is_question)


def _cut(text: str, span: Span) -> str:
    return text[span.start : span.end]


def _is_plain_question(text: str, span: Span) -> bool:
    return span.end - span.start <= _LONGEST_QUESTION and not _QUOTED.search(text, span.start, span.end)


def _is_interview(text: str, parts: Sequence[_Part], asked: Sequence[int], *, is_plain: bool) -> bool:
    if len(asked) < (_FEWEST_PLAIN if is_plain else _FEWEST):
        return False
    answers = [parts[number + 1].span for number in asked if number + 1 < len(parts)]
    is_answered = all(after - number > 1 for number, after in pairwise(asked)) and len(answers) == len(asked)
    if is_plain and not (is_answered and 3 * len(asked) >= asked[-1] - asked[0]):
        return False
    if not is_plain and 2 * sum(parts[number].is_question for number in asked) < len(asked):
        return False
    told = sum(_SPOKEN_TO.search(text, parts[n].span.start, parts[n].span.end) is not None for n in asked)
    said = sum(_FIRST_PERSON.search(text, answer.start, answer.end) is not None for answer in answers)
    if is_plain:
        return min(told, said) >= _TALKING * len(asked)
    return told > 0 and said > 0 and told + said >= _TALKING * len(asked)


def _build(text: str, parts: Sequence[_Part], asked: Sequence[int]) -> Iterator[Turn]:
    interviewee = find_interviewee(text, [part.span for part in parts[: asked[0]]])
    for place, number in enumerate(asked):
        is_last = place + 1 == len(asked)
        after = len(parts) if is_last else asked[place + 1]
        question = list(iter_spoken(text, _strip(text, parts[number].span)))
        if question:
            yield Turn(
                start=question[0].start, label=None, content=join_spans(question, text), end=question[-1].end
            )
        answer = list(_iter_answer(text, parts[number + 1 : after], is_last=is_last))
        if answer:
            yield Turn(
                start=answer[0].start, label=interviewee, content=join_spans(answer, text), end=answer[-1].end
            )


def _iter_answer(text: str, parts: Sequence[_Part], *, is_last: bool) -> Iterator[Span]:
    """Yield what is answered: up to a heading and, behind the last question, as long as somebody says "I"."""
    for number, part in enumerate(parts):
        span = _strip(text, part.span)
        if part.is_emphasised or _SENTENCE_END.search(_cut(text, span)) is None:
            if is_last:
                return
            continue
        if number and is_last and not _FIRST_PERSON.search(text, span.start, span.end):
            return
        yield from iter_spoken(text, span)


def _strip(text: str, span: Span) -> Span:
    """Leave out the signs of Markdown around a paragraph of a text that is read as it is."""
    words = _cut(text, span)
    return Span(start=span.end - len(words.lstrip(_SIGNS)), end=span.start + len(words.rstrip(_SIGNS)))
