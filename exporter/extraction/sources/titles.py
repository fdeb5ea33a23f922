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
        self._roles: dict[int, tuple[str, ...]] = {}

    def get_roles(self, number: int) -> tuple[str, ...]:
        """Get the roles that the phrases around the names of an entity tell, lower case, in order."""
        if number not in self._roles:
            phrases = map(self._reader.read_name, self._reader.entities[number].names[:_MOST_NAMES])
            roles = (phrase.role for phrase in phrases if phrase is not None)
            self._roles[number] = tuple(role.lower() for role in roles if role is not None)
        return self._roles[number]

    def get_titles(self, number: int) -> frozenset[str]:
        """Get the titles that the names of an entity have, lower case, short and spelled out."""
        if number not in self._titles:
            names = self._reader.entities[number].names
            titles = {name.title.lower().rstrip(".") for name in names if name.title is not None}
            titles |= {role.split(" ")[-1] for role in self.get_roles(number)}
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
