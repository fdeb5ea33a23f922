"""The forms of words by the rules of spelling; what the rules do not give stands in the entries."""

from collections.abc import Iterator

from exporter.extraction.lexicon.entries import Noun, Tense, Verb

_VOWELS = "aeiou"
_HISSING = ("s", "sh", "ch", "x", "z")


def inflect(verb: Verb) -> dict[Tense, tuple[str, ...]]:
    """Give all forms of a verb: "deny" gives deny, denies, denied, denying."""
    word = verb.word
    stem = word + word[-1] if verb.doubles else word.removesuffix("e")
    past = f"{word[:-1]}ied" if _ends_in_y(word) else f"{stem}ed"
    return {
        "base": (word,),
        "third": verb.third or (_add_s(word),),
        "past": verb.past or (past,),
        "ing": verb.ing or (f"{word if word.endswith('ee') else stem}ing",),
    }


def list_verb_forms(verb: Verb) -> Iterator[str]:
    """List all forms of a verb, its dictionary form first; some are spelt alike: "put"."""
    for forms in inflect(verb).values():
        yield from forms


def list_plurals(noun: Noun) -> tuple[str, ...]:
    """List the plurals of a noun: "agency" gives agencies, "spokesman" spokesmen.

    One that has only one number, a pronoun or a number word has none.
    """
    if noun.number is not None or noun.pronoun or noun.count is not None:
        return ()
    if noun.plural:
        return noun.plural
    return (f"{noun.word[:-3]}men",) if noun.word.endswith("man") else (_add_s(noun.word),)


def list_noun_forms(noun: Noun) -> tuple[str, ...]:
    """List all forms of a noun, the one it stands under first."""
    return (noun.word, *list_plurals(noun))


def _add_s(word: str) -> str:
    if _ends_in_y(word):
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(_HISSING) else f"{word}s"


def _ends_in_y(word: str) -> bool:
    return word.endswith("y") and word[-2] not in _VOWELS
