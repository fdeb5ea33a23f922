"""What bylines look like: named patterns for whole lines that say who wrote an article, where and when."""

import re

from exporter.documents.rules import AGENCY, NAME, Rule, compile_rule

_MONTH = (
    r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?|July?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_WEEKDAY = r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
_BY_WORD = (
    rf"(?>{NAME}|@\w++|\d[\d:.]*+|(?:and|&|for|the|to|of|in|at|on|special|staff|writer|reporter"
    r"|correspondent|editor|columnist|critic|contributor|da|de|del|den|der|di|du|la|le|van|von|am|pm|a\.m\.|p\.m\.)(?!\w))"
)
_DATE_WORD = (
    rf"(?>{_MONTH}(?!\w)|{_WEEKDAY}(?!\w)|\d{{1,4}}(?:st|nd|rd"
    rf"|th)?(?:[:./-]\d{{1,4}}){{0,3}}(?:T[\d:.]++)?(?:Z(?!\w)"
    r"|(?:am|pm)(?!\w))?|(?:a\.m\.|p\.m\.|(?:am|pm|AM|PM|A\.M\.|P\.M\.|at|on|first|last|of|E[SD]?T"
    r"|C[SED]T|P[SD]?T|GMT|UTC|BST|CEST"
    r"|CET|MSK|[Uu]pdated|UPDATED|[Pp]ublished|PUBLISHED|[Pp]osted|POSTED|[Mm]odified|[Ll]ast|[Ff]irst"
    r"|[Dd]ate)(?!\w)))"
)
_DATED = (
    rf"(?=.*\d)(?=.*(?:{_MONTH}(?!\w)|\d{{4}}-\d\d|\d[./]\d{{1,2}}[./]\d"
    r"|[Uu]pdated|UPDATED|[Pp]ublished|PUBLISHED|[Pp]osted|POSTED))"
)
_PLACE = r"[A-Z][\w.'’-]*+(?: [A-Z][\w.'’-]*+){0,3}"
_CAPITALS = r"[A-Z][A-Z.'’-]++(?: [A-Z][A-Z.'’-]++){0,2}"

BYLINE_RULES = (
    Rule(
        "by-line",
        compile_rule(
            r"(?!.*[a-z]{4}\.$)(?:(?:Written|Posted|Reported|Words|Story|Text) )?(?:By|BY|by):?\s"
            rf"{NAME}(?:[\s,;|/•·–—-]++{_BY_WORD})*+",
            re.RegexFlag(0),
        ),
    ),
    Rule(
        "date-line",
        compile_rule(rf"{_DATED}{_DATE_WORD}(?:[\s,|/•·–—:()-]++{_DATE_WORD})*+\W*", re.RegexFlag(0)),
    ),
    Rule(
        "place-and-date",
        compile_rule(
            rf"{_PLACE}(?:, {_PLACE})?,? (?:{_WEEKDAY},? )?(?:{_MONTH} \d{{1,2}}"
            rf"|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
            rf"(?: \({AGENCY}\))?[ .–—-]*",
            re.RegexFlag(0),
        ),
    ),
    Rule(
        "labelled",
        compile_rule(
            r"(?:(?:publication |publish(?:ed|ing)? )?date|published(?: (?:on|at|by))?|publisher|authors?|byline"
            r"|url|link|source|tags?|keywords?|sections?|categor(?:y|ies)|language|outlet|newspaper|publication|updated"
            r"|copyright|word count|length|edition|page|website|domain|id)\s*:\s(?!.*[a-z]{3}[.?!]$).{1,160}"
        ),
    ),
    Rule(
        "place-and-agency", compile_rule(rf"{_CAPITALS}(?:, {_PLACE})? \({AGENCY}\)[ –—-]*", re.RegexFlag(0))
    ),
)
"""Lines between the headline and the article that say who wrote it, where and when."""

WRITER = Rule(
    "writer",
    compile_rule(
        r"(?:[A-Z][\w’'-]++[ ,]*+){0,3}"
        r"(?:[Ww]riter|[Rr]eporter|[Cc]orrespondent|[Ee]ditor|[Cc]olumnist|[Cc]ontributor|[Ss]taff)s?"
        rf"(?:,? (?:(?:at|for|of|in) )?(?:the )?{_PLACE})?|(?:Special )?(?:[Tt]o|[Ff]or) (?:the )?{_PLACE}",
        re.RegexFlag(0),
    ),
)
"""What a writer is; counts only below a byline."""

OUTLET_ALONE = Rule("outlet-alone", compile_rule(rf"(?:The )?{_PLACE}", re.RegexFlag(0)))
"""A name and nothing else; counts only below a byline."""

PLACE_ALONE = Rule(
    "place-alone", compile_rule(rf"(?!.*[A-Z]{{3}}\.$){_CAPITALS}(?:, {_PLACE})?[ –—-]*", re.RegexFlag(0))
)
"""A place in capitals; could be a heading as well, so it counts only right below a headline or byline."""
