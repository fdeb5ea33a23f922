"""Keeps a tokenizer from taking hours over what is no text."""

import re
from collections.abc import Callable
from itertools import pairwise

from spacy.tokens import Doc

# spaCy takes mark after mark off a word and looks at the whole rest each time. A space belongs to the token before.
_RUN = re.compile(r"[^\w\s]{100} ?")


class BoundedTokenizer:
    """Tokenizes in time linear in the text, by cutting runs of a hundred marks and more; else as it was given."""

    def __init__(self, tokenizer: Callable[[str], Doc]) -> None:
        """Keep the tokenizer that does the work."""
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """Tokenize a text; of a text without such runs the result is the tokenizer's own."""
        cuts = {offset for run in _RUN.finditer(text) for offset in run.span()}
        if not cuts:
            return self._tokenizer(text)
        docs = [self._tokenizer(text[start:end]) for start, end in pairwise(sorted(cuts | {0, len(text)}))]
        words = [token.text for doc in docs for token in doc]
        spaces = [bool(token.whitespace_) for doc in docs for token in doc]
        return Doc(docs[0].vocab, words=words, spaces=spaces)
