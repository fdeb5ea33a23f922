"""Tells when all that somebody is reported to have said is that they want no name."""

import re

from exporter.extraction.attribution import Attribution

ANONYMOUS = re.compile(
    r"""(?:on|under)\s+(?:the\s+)?conditions?\s+(?:of\s+anonymity|that\s+(?:\w+\s+){1,3}not\s+be\s+(?:named|identified))
      | anonymously
      | (?:not\s+to\s+be|not\s+be|to\s+remain)\s+(?:named|identified|quoted\s+by\s+name|unnamed|anonymous)
      | (?:not|n['’]t)\s+(?:want|wish|like|ask)\s+to\s+be\s+(?:named|identified|quoted\s+by\s+name)
      | (?:not|n['’]t|declin\w+\s+to)\s+(?:to\s+)?(?:give|use|print|publish|reveal|disclose)\s+
        (?:his|her|their|a)\s+(?:\w+\s+)?names?
      | whose\s+(?:\w+\s+)?(?:names?|identity|identities)\s+(?:can|could|may|must|will)\s*(?:not|n['’]t)\s+be\s+\w+
      | whose\s+(?:\w+\s+)?(?:names?|identity|identities)\s+(?:is|are|was|were)\s+(?:being\s+)?
        (?:withheld|not\s+(?:being\s+)?(?:used|given|published|printed|disclosed))
      | (?:can|could|may)\s*not\s+be\s+(?:named|identified)
      | (?:withheld|withhold\w*)\s+(?:his|her|their)\s+(?:\w+\s+)?(?:sur)?names?
      | (?:ask|request|insist|want|grant|demand|seek|sought)\w*\s+(?:on\s+|for\s+)?anonymity
      | declin\w+\s+to\s+(?:be\s+(?:named|identified)|give\s+(?:\w+\s+){1,2}names?)
      | (?:(?:sur|first\s+|last\s+|full\s+|real\s+)?names?|identity|identities)(?:,\s+\w+,)?\s+(?:not\s+be|be)\s+
        (?:used|published|withheld|given|left\s+out|omitted|printed|changed|disclosed)""",
    re.IGNORECASE | re.VERBOSE,
)
REASON = re.compile(
    r"[\s,]*((?:because|as|since|citing|given|due\s+to|for\s+fear|fearing|out\s+of|so\s+as\s+to|in\s+order\s+to|to|for)\s"
    r"[^.;:,“”\"—–\n]*(?:,\s+(?:which|who)\s[^.;:,“”\"—–\n]*,[^.;:,“”\"—–\n]*)?)",
    re.IGNORECASE,
)
# Where the reason is the subject's, its sentence goes on: "... because he feared for his job said that".
SPEAKS = re.compile(
    r"(?<!he)(?<!she)(?<!they)(?<!not)(?<!had)(?<!been)(?<!was)(?<!were)\s+(?:said|told|added|noted|explained|warned)\b.*",
    re.IGNORECASE,
)
_HIDDEN = r"(?:named|identified|quoted\s+by\s+name|unnamed|anonymous)\b"
# What is asked for, from its first word: "the pier will be named" and "the victims remain unnamed" are reported.
_REQUEST = re.compile(
    rf"""\W*(?:
        (?:(?:that\s+)?(?:he|she|they)\s+|that\s+(?:\w+\s+){{1,3}}|to\s+)?not\s+(?:to\s+)?be\s+{_HIDDEN}
      | (?:(?:that\s+)?(?:he|she|they)\s+|to\s+)(?:be|remain|stay)\s+{_HIDDEN}
      | (?:be|remain|stay)\s+{_HIDDEN}
      | (?:that\s+)?(?:his|her|their)\s+(?:\w+\s+)?names?\s+(?:not\s+be|be)\s+
        (?:used|published|withheld|given|left\s+out|omitted|printed|changed|disclosed)\b
      | (?:(?:on|for|under|the|of)\s+|conditions?\s+)*anonymity\b(?!\s+of\b)
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_REQUESTING = re.compile(rf"\b(?:be|remain|stay)\s+{_HIDDEN}|\banonymity\b", re.IGNORECASE)
_WHY = re.compile(r"\W*(?:because|since|as|citing|fearing|for\s+fear|due\s+to|to)\b", re.IGNORECASE)
_CITING = re.compile(r"citing|because", re.IGNORECASE)
_LONGEST_REQUEST = 150  # characters; what is longer says more than that somebody wants no name
_REACH, _GAP = 100, 3  # characters before "citing" in which somebody asks for anonymity, and between the two


def asks_for_anonymity(text: str, attribution: Attribution) -> bool:
    """Tell whether "asked not to be named" is all that is reported: that is a reason, not a quote."""
    if attribution.end - attribution.start > _LONGEST_REQUEST:
        return False
    cue = attribution.cue[0] if attribution.cue else None
    if cue is not None and _CITING.fullmatch(text, cue.start, cue.end):
        return any(
            cue.start - each.end() <= _GAP for each in ANONYMOUS.finditer(text, cue.start - _REACH, cue.start)
        )
    if cue is not None and any(
        each.end() <= cue.start and _is_within_reason(text, each.end(), cue.start)
        for each in ANONYMOUS.finditer(text, max(cue.start - _REACH, 0), cue.start)
    ):
        return True
    is_cue = any(_REQUESTING.search(text, piece.start, piece.end) for piece in attribution.cue)
    if is_cue and text.endswith(" to", 0, attribution.cue[-1].end):
        return True
    pattern = _WHY if is_cue else _REQUEST
    return pattern.match(text, attribution.start, attribution.content[0].end) is not None


def _is_within_reason(text: str, start: int, offset: int) -> bool:
    """Tell whether an offset lies in the reason behind a request: "because the talks are meant to stay secret"."""
    reason = REASON.match(text, start)
    return reason is not None and offset < reason.start(1) + len(SPEAKS.sub("", reason[1]))
