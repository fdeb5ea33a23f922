"""Finds the reasons that a text gives for not naming its sources, and whom they cover."""

import re
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc

from exporter.extraction.sources import LocalSource

_BARRED = r"(?:not|n['’]t|never|un)\s*(?:been\s+)?(?:authori[sz]ed|allowed|permitted|cleared)\s+to\s+"
_TALK = r"(?:speak|comment|talk|discuss|give|brief|share|be\s+quoted|disclose)"
_ANONYMOUS = re.compile(
    r"""(?:on|under)\s+(?:the\s+)?conditions?\s+(?:of\s+anonymity|that\s+(?:\w+\s+){1,3}not\s+be\s+(?:named|identified))
      | anonymously
      | (?:not\s+to\s+be|not\s+be|to\s+remain)\s+(?:named|identified|quoted\s+by\s+name|unnamed|anonymous)
      | (?:ask|request|insist|want|grant|demand|seek|sought)\w*\s+(?:on\s+|for\s+)?anonymity
      | declin\w+\s+to\s+(?:be\s+(?:named|identified)|give\s+(?:\w+\s+){1,2}names?)
      | (?:name|names|identity|identities)\s+(?:not\s+be|be)\s+(?:used|published|withheld|given)""",
    re.IGNORECASE | re.VERBOSE,
)
_REASON = re.compile(
    r"[\s,]*((?:because|as|since|citing|given|due\s+to|for\s+fear|fearing|out\s+of|so\s+as\s+to|in\s+order\s+to|to|for)\s"
    r"[^.;:,“”\"—–\n]*)",
    re.IGNORECASE,
)
_BARRED_ONLY = re.compile(rf"((?:\b\w+\s+)?{_BARRED}{_TALK}[^.;:,“”\"—–\n]*)", re.IGNORECASE)
_ALL = re.compile(r"^\W*(?:all|each|every|none|neither|most|like\s+(?:all|the))\b", re.IGNORECASE)
_THEY = re.compile(
    r"^\W*(?:they|both|the\s+(?:two|three|four|five|six|officials|sources|people|others))\b", re.IGNORECASE
)
# Where the reason is the subject's, its sentence goes on: "... because he feared for his job said that".
_SPEAKS = re.compile(
    r"(?<!he)(?<!she)(?<!they)\s+(?:said|told|added|noted|explained|warned)\b.*", re.IGNORECASE
)


def give_reasons(doc: Doc, sources: Sequence[LocalSource]) -> None:
    """Set the reason for anonymity on every unnamed source that the text gives one for."""
    unnamed = [s for s in sources if s.is_unnamed and s.kind in {"person", "group", "other"}]
    for start, end, reason in _find_reasons(doc):
        for source in _covered(start, end, doc, unnamed):
            source.anonymity_reason = source.anonymity_reason or reason


def _find_reasons(doc: Doc) -> Iterator[tuple[int, int, str]]:
    text = doc.text
    covered = -1
    for anonymous in _ANONYMOUS.finditer(text):
        reason = _REASON.match(text, anonymous.end())
        before = _BARRED_ONLY.search(text, max(anonymous.start() - 120, 0), anonymous.start())
        if reason:
            covered = reason.end()
            yield anonymous.start(), anonymous.end(), _SPEAKS.sub("", reason[1].strip())
        elif before and "\n" not in text[before.start() : anonymous.start()]:
            covered = anonymous.end()
            yield anonymous.start(), anonymous.end(), before[1].strip()
    for barred in _BARRED_ONLY.finditer(text):
        if barred.start() >= covered:
            yield barred.start(), barred.end(), _SPEAKS.sub("", barred[1].strip())


def _covered(start: int, end: int, doc: Doc, unnamed: Sequence[LocalSource]) -> list[LocalSource]:
    """Whom a reason at an offset covers: who is described by it, else its sentence, else who spoke last."""
    described = [s for s in unnamed if any(m.whole.start <= start < m.whole.end for m in s.mentions)]
    if described:
        return described
    piece = doc.char_span(start, end, alignment_mode="expand")
    if piece is None:
        return []
    sentence = piece.root.sent
    if _ALL.search(sentence.text):
        return list(unnamed)
    here = [
        s for s in unnamed if any(sentence.start_char <= m.span.start < sentence.end_char for m in s.mentions)
    ]
    if here:
        return here
    before = [s for s in unnamed if any(m.span.start < start for m in s.mentions)]
    if not before:
        return [s for s in unnamed if _THEY.search(sentence.text)]

    def last_mention(source: LocalSource) -> int:
        return max(m.span.start for m in source.mentions if m.span.start < start)

    latest = max(before, key=last_mention)
    if not _THEY.search(sentence.text) or latest.best.is_plural:
        return [latest]
    return sorted(before, key=last_mention)[-2:]
