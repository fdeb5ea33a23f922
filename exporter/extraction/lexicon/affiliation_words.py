"""The words by which a text ties people and documents to bodies."""

from exporter.extraction.lexicon.nouns import list_words

TIES = frozenset({"of", "for", "at", "in", "from", "with", "to", "on"})
PUBLISHED = frozenset({"by", "at", "from", "of", "with"})
PUBLISHING = list_words(
    "published issued released written prepared filed produced carried conducted drafted circulated sent posted kept "
    "compiled"
)
WORKS = frozenset({"work", "works", "worked", "working", "serve", "serves", "served", "employed", "teaches"})
LEADS = list_words(
    "heads headed leads led runs ran chairs chaired edits edited owns owned founded manages managed"
)
LEFT = frozenset({"left", "quit", "represents", "represented"})
PARTS = list_words("""
    headquarters branch office offices arm wing officials officers engineers experts scientists researchers
    inspectors lawyers auditors staff programme program team division desk
""")
TRADES = frozenset({"school", "hotel", "restaurant", "church", "factory", "prison", "theatre", "theater"})
# They belong elsewhere: "the bank's largest customer".
OUTSIDERS = list_words("""
    customer customers client clients rival rivals critic critics supplier suppliers competitor competitors opponent
    opponents fan fans supporter supporters neighbour neighbours neighbor neighbors shareholder shareholders bidder
    resident residents voter voters native natives family families people
""")
LONGEST_TITLE = 8  # tokens of a name with its titles
TERRITORIES = frozenset({"town", "city", "village", "country", "nation", "state", "region", "province"})
ASKING = frozenset({"poll", "survey", "analysis", "investigation"})
RANKS = frozenset({"high-ranking", "senior", "top"})
NO_ONE_BODY = frozenset({"media", "city", "state", "country", "nation"})
# Who speaks for a body or is at its head.
HEADING = list_words("""
    spokesman spokeswoman spokesperson governor chairman chairwoman chair executive ceo director manager editor
    coach principal headteacher sheriff treasurer secretary-general curator superintendent lawyer
""")
