"""Tells by what common noun a named entity may return: "the senator", "the ministry"."""

from exporter.extraction.lexicon.names import get_words
from exporter.extraction.lexicon.titles import spell_out
from exporter.extraction.sources.mentions import MentionReader
from exporter.extraction.sources.model import IMPERSONAL, SourceMention

_MOST_NAMES = 20  # of a person that are looked at for a role


class TitleReader:
    """Reads by which titles and nouns the named entities of one document may return; each is read once."""

    def __init__(self, reader: MentionReader) -> None:
        """Take over what reads the phrases around names."""
        self._reader = reader
        self._titles: dict[int, frozenset[str]] = {}

    def get_titles(self, number: int) -> frozenset[str]:
        """Get the titles that the names of an entity have, lower case, short and spelled out."""
        if number not in self._titles:
            names = self._reader.entities[number].names
            titles = {(name.title or "").lower().rstrip(".") for name in names}
            phrases = (self._reader.read_name(name) for name in names[:_MOST_NAMES])
            titles |= {(phrase.role or "").lower().split(" ")[-1] for phrase in phrases if phrase is not None}
            self._titles[number] = frozenset(titles | {spell_out(title) for title in titles})
        return self._titles[number]

    def may_be(self, number: int, mention: SourceMention) -> bool:
        """Tell whether "the ministry" can be the "Foreign Ministry", "the senator" can be "Sen. Ann Berg"."""
        entity = self._reader.entities[number]
        if entity.type == "organization" and mention.kind in IMPERSONAL:
            words = get_words(entity.full_name.text)
            return len(words) > 1 and mention.head in {words[-1], words[0]}
        is_person = entity.type == "person" and mention.kind == "person"
        return is_person and mention.head in self.get_titles(number)
