"""Tells in what language a text is, or that it does not say enough to tell."""

import re
from functools import cache
from typing import Any

ENGLISH = "en"

# Words that English texts cannot do without and other languages hardly have, unlike "in", "is", "was", "to" or "by".
# fmt: off
_ENGLISH_WORDS = frozenset([
    "about", "after", "and", "are", "because", "been", "but", "could", "from", "has", "have", "his", "into", "not",
    "of", "other", "said", "she", "should", "than", "that", "the", "their", "there", "they", "this", "were", "what",
    "when", "which", "who", "with", "would", "you",
])
# fmt: on
# Of 840 English news texts three have a smaller share of them: lists of names or of results.
_ENGLISH_SHARE = 0.1
# The model's probability means what it says. Below this, names in a line of English are taken for another language.
_CERTAIN = 0.8
_LEAST_LETTERS = 20
_MOST_CHARACTERS = 20_000
_NO_LANGUAGE = "zxx"
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?=-|\Z)")
# The model's only label that is no BCP 47 tag.
_TAGS = {"kik": "ki"}

_NAMES = {
    "af": "Afrikaans",
    "ar": "Arabic",
    "bg": "Bulgarian",
    "bn": "Bengali",
    "ca": "Catalan",
    "cs": "Czech",
    "cy": "Welsh",
    "da": "Danish",
    "de": "German",
    "el": "Greek",
    "en": "English",
    "es": "Spanish",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "fr": "French",
    "ga": "Irish",
    "he": "Hebrew",
    "hi": "Hindi",
    "hr": "Croatian",
    "hu": "Hungarian",
    "id": "Indonesian",
    "is": "Icelandic",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "la": "Latin",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "ms": "Malay",
    "nl": "Dutch",
    "no": "Norwegian",
    "pcm": "Nigerian Pidgin",
    "pl": "Polish",
    "pt": "Portuguese",
    "ro": "Romanian",
    "ru": "Russian",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "th": "Thai",
    "tl": "Tagalog",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "ur": "Urdu",
    "vi": "Vietnamese",
    "zh": "Chinese",
}


def detect_language(text: str) -> str | None:
    """Give the BCP 47 tag of the language that most of a text is in, or None if that is not certain.

    Plain English is known by its small words. Only a text without them is given to a model, which knows some 140
    languages, by its middle.
    """
    words = text.lower().split()
    if sum(map(_ENGLISH_WORDS.__contains__, words)) > _ENGLISH_SHARE * len(words):
        return ENGLISH
    middle = max(0, (len(text) - _MOST_CHARACTERS) // 2)
    sample = text[middle : middle + _MOST_CHARACTERS]
    if sum(map(str.isalpha, sample)) < _LEAST_LETTERS:
        return None
    label, certainty = _load_model().classify(
        sample.lower()
    )  # Capitals are rarer in what the model has seen.
    return _TAGS.get(label, label) if certainty >= _CERTAIN and label != _NO_LANGUAGE else None


def is_foreign(tag: str) -> bool:
    """Tell whether this is the tag of a language that is not English of any kind; what is no tag at all is not."""
    match = _LANGUAGE.match(tag)
    return match is not None and match[0].lower() not in {ENGLISH, "eng", "mul", "und", _NO_LANGUAGE}


def name_language(tag: str) -> str:
    """Name the language of a BCP 47 tag in English, as far as its name is known here."""
    name = _NAMES.get(tag.lower().partition("-")[0])
    return f"{name} ({tag})" if name else repr(tag)


@cache
def _load_model() -> Any:  # noqa: ANN401 - the model has no types
    # Only here: loading takes most of a second, and few folders hold a text that needs it.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
