"""Tells which rule a whole line fits, and which lines stand by themselves."""

from exporter.documents.boilerplate_rules import BOILERPLATE_RULES, SPEECH
from exporter.documents.byline_rules import BYLINE_RULES
from exporter.documents.rules import MAX_LINE, Rule

_MARKS_BEFORE = "#>*_•|[-–— \t"
_MARKS_AFTER = "*_|# \t"


def find_rule(line: str, rules: tuple[Rule, ...]) -> Rule | None:
    """Find the first rule that a whole line fits."""
    bare = strip_marks(line)
    if len(bare) > MAX_LINE:
        return None
    for rule in rules:
        if rule.pattern.fullmatch(bare) and not (rule.is_speech_free and SPEECH.search(bare)):
            return rule
    return None


def strip_marks(line: str) -> str:
    """Strip a line of white space and of the marks of Markdown."""
    return line.strip().lstrip(_MARKS_BEFORE).rstrip(_MARKS_AFTER)


def is_byline(line: str) -> bool:
    """Tell whether a line says who wrote the article, where or when."""
    return find_rule(line, BYLINE_RULES) is not None


def is_boilerplate(line: str) -> bool:
    """Tell whether a line is no part of the article, wherever it stands."""
    return find_rule(line, BOILERPLATE_RULES) is not None
