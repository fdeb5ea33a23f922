"""Near-duplicates: documents that print one text share a cluster, and no others do."""

import hashlib
import random
import struct
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import examples

from exporter.extraction.corpus.near_duplicates import NearDuplicateFinder, build_shingles, sign_shingles
from exporter.records import Document, Zone

REPORT = """PORT ALDANE — The swing bridge over the Ravel will stay shut to lorries until the end of April after \
divers found cracks in two of its piers, the harbour board said on Tuesday.
“We would rather annoy a thousand drivers than bury one,” said Mara Quist, who leads the board.
Lorries are to take the ferry at Lowmere, which will sail every twenty minutes instead of every hour. Cars may \
use the bridge at walking pace, one lane at a time.
Hauliers called the notice far too short. Ben Okoro of the Carriers' Union said that fresh fish from the morning \
auction would reach the capital half a day late.
The board wants to replace both piers by autumn. It has not said what that will cost, nor who will pay."""

EDITED = (
    REPORT.replace("Tuesday", "Wednesday").replace("far too short", "too short").replace("annoy", "upset")
)

REWRITTEN = """Lorry drivers face weeks of detours in Port Aldane. Cracks that divers discovered in a pair of piers \
have led the harbour board to bar heavy vehicles from the Ravel crossing for all of April.
Mara Quist, head of the board, defended the closure: “We would rather annoy a thousand drivers than bury one.”
More ferries will run from Lowmere, three an hour, and cars can still cross slowly in a single lane. For the \
Carriers' Union this comes too late; Ben Okoro fears that the fish trade will lose half a day on its way to the \
capital. New piers are planned for autumn at a price that nobody has named so far."""

APPEAL = "Reporting like this takes time and money. If you can, join the friends of this paper for two crowns a month."

BRIEFS = (
    "Police in Sentmar are looking for a man of about forty who took a rowing boat from the north quay on Sunday "
    "night and left it on the far shore.",
    "Police in Sentmar have found the owner of a goat that walked into the town hall on Monday and ate part of the "
    "budget for the coming year.",
)


@pytest.fixture
def cluster(build_document):
    """Give a function that gives the clusters of texts, or of documents, as the sets of their numbers."""

    def find(*texts):
        documents = [build_document(n, t) if isinstance(t, str) else t for n, t in enumerate(texts)]
        clusters = {}
        for number, cluster_id in enumerate(find_ids(documents)):
            clusters.setdefault(cluster_id, set()).add(number)
        return list(clusters.values())

    return find


def find_ids(documents):
    """Give the cluster_id of each document."""
    finder = NearDuplicateFinder()
    for document in documents:
        finder.add(document)
    return finder.find()


def swap_words(text, number):
    """Give the text with another word in each of so many places, evenly spread."""
    words = text.split()
    for place in range(number):
        words[place * len(words) // number] = f"word{place}"
    return " ".join(words)


NEAR_DUPLICATES = {
    "same text": REPORT,
    "other case, marks and lines": REPORT.upper().replace("“", '"').replace("”", '"').replace("\n", "\n\n"),
    "composed otherwise": REPORT.replace("Quist", "Qui\u0301st"),
    "other words here and there": EDITED,
    "first two thirds": REPORT[: len(REPORT) * 2 // 3],
    "an appeal below": f"{REPORT}\n{APPEAL}",
    "shorter, edited, and an appeal below": f"{EDITED[: len(EDITED) * 3 // 4]}\n{APPEAL}",
}
OTHERS = {
    "told in other words": REWRITTEN,
    "quoted at length": f"{APPEAL}\n" * 4 + REPORT.split("\n")[1],
    "first quarter": REPORT[: len(REPORT) // 4],
    "in a round-up": "\n".join([REPORT, REWRITTEN, *BRIEFS]),
    "every fifth word replaced": swap_words(REPORT, len(REPORT.split()) // 5),
    "the same words in another order": " ".join(sorted(REPORT.split())),
    "brief": BRIEFS[0],
    "empty": "",
}


@pytest.mark.parametrize("text", NEAR_DUPLICATES.values(), ids=NEAR_DUPLICATES.keys())
def test_copies_are_twins(cluster, text):
    """A text that is printed again, cut by a third, lengthened or lightly edited, is of the same cluster."""
    assert cluster(REPORT, text) == [{0, 1}]


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_other_texts_are_no_twins(cluster, text):
    """A text that shares its subject, a quote or a part only has a cluster of its own."""
    assert cluster(REPORT, text) == [{0}, {1}]


def test_two_briefs_are_no_twins(cluster):
    """Two briefs that begin with the same words are two."""
    assert cluster(*BRIEFS) == [{0}, {1}]


def test_only_the_body_counts(cluster, build_document):
    """Headline, byline and boilerplate make no near-duplicates, and part none."""

    def build(number, headline, body, end):
        text = f"{headline}\n{body}\n{end}"
        starts = [0, len(headline) + 1, len(text) - len(end)]
        kinds = zip(("headline", "body", "boilerplate"), starts, [*starts[1:], len(text)], strict=True)
        zones = tuple(Zone(kind=kind, start=start, end=stop) for kind, start, stop in kinds)
        return build_document(number, text, zones=zones)

    pages = [
        build(0, "Bridge shut", REPORT, "Share this."),
        build(1, "Detours for lorries near Lowmere " * 20, REPORT, APPEAL * 20),
        build(2, "Bridge shut", BRIEFS[0], REPORT),
    ]
    assert cluster(*pages) == [{0, 1}, {2}]


@pytest.mark.parametrize("words", [1, 5, 19])
def test_short_texts_are_twins_if_they_are_the_same(cluster, words):
    """Below twenty words, one word more or another one makes another text."""
    text = " ".join(REPORT.split()[10 : 10 + words])
    assert cluster(text, f"{text}!", f"{text} again", text.replace(text.split()[0], "x")) == [
        {0, 1},
        {2},
        {3},
    ]


def test_empty_bodies_are_no_twins(cluster, build_document):
    """Documents without a word in their body, or without a body, each have a cluster of their own."""
    assert cluster("", "—", build_document(2, REPORT, zones=()), "") == [{0}, {1}, {2}, {3}]
    assert cluster() == []


def test_twins_of_twins_are_of_one_cluster(cluster):
    """Two texts that are too far apart to be near-duplicates are joined by one in between."""
    words = [f"word{number}" for number in range(150)]
    texts = [" ".join(words[start : start + 100]) for start in (0, 25, 50)]
    assert cluster(texts[0], texts[2]) == [{0}, {1}]
    assert cluster(*texts) == [{0, 1, 2}]


@pytest.mark.parametrize(("shared", "are_twins"), [(67, True), (66, False)])
def test_the_threshold_is_exact(cluster, shared, are_twins):
    """Of texts of a hundred runs each, those that share sixty-seven share half of all their 133 runs."""
    common = [f"common{number}" for number in range(shared + 3)]
    texts = [" ".join([*common, *(f"{name}{n}" for n in range(100 - shared))]) for name in ("one", "two")]
    assert cluster(*texts) == ([{0, 1}] if are_twins else [{0}, {1}])


def test_pairs_near_the_threshold_are_found(cluster):
    """Of many pairs that share little more than half of their runs, none is missed."""
    texts = []
    for pair in range(300):
        common = [f"common{pair}x{number}" for number in range(72)]
        texts += [" ".join([*common, *(f"{name}{pair}x{n}" for n in range(31))]) for name in ("one", "two")]
    assert cluster(*texts) == [{number, number + 1} for number in range(0, 600, 2)]


TEXTS = [
    REPORT,
    EDITED,
    f"{REPORT}\n{APPEAL}",
    REWRITTEN,
    *BRIEFS,
    BRIEFS[1].upper(),
    "",
    "Rain.",
    "Rain!",
    APPEAL,
]


@examples(0.4)
@given(order=st.permutations(range(len(TEXTS))))
def test_the_order_of_documents_changes_nothing(order):
    """Every document has the same cluster_id in any order."""
    documents = [build(number, text) for number, text in enumerate(TEXTS)]
    expected = find_ids(documents)
    assert find_ids([documents[number] for number in order]) == [expected[number] for number in order]
    assert len(set(expected)) == 7


def build(number, text):
    """Build a document, every second one with a date."""
    moment = datetime(2024, 3, 9 - number % 5, tzinfo=UTC) if number % 2 else None
    zones = (Zone(kind="body", start=0, end=len(text)),)
    return Document(
        document_id=f"doc-{number}", path="a.txt", text=text, sha256="", zones=zones, published_at=moment
    )


def test_the_id_stays_when_later_copies_are_added(build_document):
    """The id is that of the first published; later ones, or ones without a date, change nothing for the others."""
    days = [datetime(2024, 3, day, tzinfo=UTC) for day in (5, 6, 4)]
    names = ["m", "a", "b"]
    dated = [
        build_document(n, REPORT, document_id=name, published_at=day)
        for n, (name, day) in enumerate(zip(names, days, strict=True))
    ]
    undated = build_document(3, REPORT, document_id="0")
    (alone,) = find_ids(dated[:1])
    assert find_ids([dated[1], dated[0], undated]) == [alone] * 3
    (earlier,) = find_ids(dated[2:])
    assert find_ids(dated) == [earlier] * 3 != [alone] * 3


def test_without_dates_the_smallest_document_id_tells(build_document):
    """Where nothing is dated, the id is that of the smallest document_id."""
    documents = [build_document(n, REPORT, document_id=name) for n, name in enumerate("bac")]
    (smallest,) = find_ids(documents[1:2])
    assert find_ids(documents) == [smallest] * 3


def test_hashes_are_the_same_everywhere(build_document):
    """Runs are hashed by BLAKE2b, whatever the machine; each comes once, and they are sorted."""
    # printf 'rain fell' | b2sum -l 64, its bytes read from the last to the first
    assert build_shingles(build_document(1, "“Rain” fell.")).tolist() == [0xAD6E899C50EEC9D0]
    shingles = build_shingles(build_document(1, "no rain no rain " * 10))
    assert len(shingles) == 2
    assert shingles[0] < shingles[1]


def test_signatures_are_the_same_everywhere():
    """Each number is the least of (run * factor + summand) mod 2**32, of 255 pairs drawn once from SHAKE-256."""
    chance = struct.unpack("<510I", hashlib.shake_256(b"near-duplicates").digest(2040))
    pairs = zip((each | 1 for each in chance[:255]), chance[255:], strict=True)
    shingles = np.arange(1, 1000, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    runs = shingles.tolist()
    expected = [min((run * factor + summand) % 2**32 for run in runs) for factor, summand in pairs]
    assert sign_shingles(shingles).tolist() == expected


def test_many_variants_of_one_text_are_one_cluster(cluster):
    """A text that is printed hundreds of times, each time with another end, makes one cluster."""
    chance = random.Random(1)
    texts = [f"{REPORT}\n{' '.join(chance.sample(APPEAL.split(), 12))}" for _ in range(400)]
    assert cluster(*texts) == [set(range(400))]
