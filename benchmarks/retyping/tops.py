"""Lines that stand over an article where it was copied from: date, byline, place, credit, advertisement, share line."""

from collections.abc import Mapping

from benchmarks.retyping.choosing import Form, build_chance

TOPS: Mapping[str, tuple[str, ...]] = {
    "date": (
        "March 3, 2025",
        "3 March 2025",
        "Monday, March 3, 2025",
        "Mon 3 Mar 2025 10.15 GMT",
        "2025-03-03",
        "Published: March 3, 2025 at 6:04 p.m.",
        "Updated 3 March 2025, 18:04",
    ),
    "byline": (
        "By Jane Porter",
        "By Jane Porter and Tom Ashe",
        "By JANE PORTER",
        "by Jane Porter, Political Editor",
        "By Jane Porter | Norland Wire",
    ),
    "place": ("LOWMERE", "LOWMERE, Aldane", "Port Norland", "SENTMAR, Drovia"),
    "photo-credit": (
        "Photo: Tom Ashe/Norland Wire",
        "Photograph: Tom Ashe",
        "(Photo by Tom Ashe/Norland Pictures)",
        "Image credit: Norland Pictures",
    ),
    "advertisement": (
        "Advertisement",
        "ADVERTISEMENT",
        "Story continues below advertisement",
        "Advertisement - scroll to continue",
    ),
    "share-line": (
        "Share this article",
        "Share on Facebook | Share on Twitter | Email",
        "Share Tweet Email Print",
        "Facebook Twitter WhatsApp Email",
    ),
}
"""What may stand over an article, by kind."""


def put_over(*kinds: str, gap: str) -> Form:
    """Type one line of each kind over an article, in this order, each followed by the gap."""

    def retype(text: str) -> str:
        chance = build_chance(text)
        lines = [chance.choice(TOPS[kind]) for kind in kinds]
        return gap.join([*lines, text.lstrip("\n")])

    return retype
