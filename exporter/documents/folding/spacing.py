"""Finds the spaces that a tokenizer put between words and marks, "he said , and did n't go .", and lost ones."""

import re
from collections.abc import Iterator

from exporter.documents.folding.fold import Edit

_STOP = re.compile(r"(?P<space> ?)[,.](?=\s|$)")
_MOSTLY = 0.6
_FEWEST = 3
_SPACE = re.compile(
    r" (?=(?:[,.;:!?%)\]}’”»]|\.\.\.|…|''|n['’]t|['’](?:s|re|ve|ll|d|m|S|RE|VE|LL|D|M))(?:\s|$))"
    r"|(?<=[(\[{$£€#“‘«]) |(?<=``) "
    r"|(?<=\b[Cc]an) (?=not\b)"
)
_GLUED = re.compile(r"(?<=[\"”’'»]\s)(?P<dash>[-–—])(?=[A-Z])")
_BRACKETS = {"-LRB-": "(", "-RRB-": ")", "-LSB-": "[", "-RSB-": "]", "-LCB-": "{", "-RCB-": "}"}
_BRACKET = re.compile(r"-[LR][RSC]B-")


def find_brackets(text: str) -> Iterator[Edit]:
    """Find the names that treebanks give brackets."""
    for found in _BRACKET.finditer(text) if "RB-" in text else ():
        yield Edit(found.start(), found.end(), _BRACKETS[found[0]])


def find_token_spaces(text: str) -> Iterator[Edit]:
    """Find the spaces before stops and clitics and behind opening brackets; none in a text written as usual."""
    if text.count(" , ") + text.count(" .") < _FEWEST:
        return
    stops = [bool(found["space"]) for found in _STOP.finditer(text)]
    if len(stops) < _FEWEST or sum(stops) < _MOSTLY * len(stops):
        return
    for found in _SPACE.finditer(text):
        yield Edit(found.start(), found.end(), "")


def find_glued_dashes(text: str) -> Iterator[Edit]:
    """Find dashes behind a quotation to which the name of who signs it is glued: "“We sail.” -Rita Moor"."""
    for found in _GLUED.finditer(text):
        yield Edit(found.start(), found.end(), f"{found['dash']} ")
