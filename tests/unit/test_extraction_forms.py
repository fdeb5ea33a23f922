"""How an article is typed changes nothing in who said what: articles typed again in other forms give the same rows."""

import math
from functools import cache
from pathlib import Path

import pytest

from benchmarks.retyping import COMBINATIONS, FORMS, has_no_paragraphs, is_of_one_size, retype
from benchmarks.retyping.articles import read_articles
from benchmarks.retyping.rows import (
    FACTS,
    ReadRows,
    Row,
    compare_rows,
    count_shares,
    fold,
    read_rows,
)
from exporter.engines.reader import Reader
from exporter.options import ExtractionOptions

ROOT = Path(__file__).parents[2]
COMPARED = ("source", "type", "role", "affiliation", "channel")
SHOWN = 12
# Each form is tried on other articles; odd, because every second article has no headline.
FORM_STRIDE, COMBINATION_STRIDE = 13, 17
QUICK = (
    ("wrapped-72",),
    ("wrapped-72-dense", "date-above"),
    ("hyphenated-dense", "byline-above"),
    ("two-spaces",),
    ("no-break-spaces",),
    ("straight-singles",),
    ("curly-singles",),
    ("quote-entities", "paragraph-tags"),
    ("mojibake-replaced",),
    ("soft-hyphens",),
)

each_form = pytest.mark.parametrize("name", FORMS)


@cache
def list_articles():
    """List our own articles."""
    return read_articles([ROOT / "seeds", ROOT / "seeds" / "unseen"])


@cache
def get_reader():
    """Get what reads articles, loaded once in a process."""
    return Reader(ExtractionOptions(), threads=1)


@cache
def read_clean(number):
    """Read the rows of a clean article, once in a process."""
    return read_rows(get_reader(), [list_articles()[number].text])[0]


def get_bars(names):
    """Get which share of rows a form must keep, and of those, which share of each fact."""
    if is_of_one_size(names):
        return 0.90, 0.85
    return (0.95, 0.95) if has_no_paragraphs(names) else (0.99, 0.98)


def list_shortfalls(shares, names):
    """List in which ways a form keeps less than it must; the part of a row is rounded to the good of the form."""
    kept, same = get_bars(names)
    fewest = math.floor(shares.rows * kept)
    most_added = shares.rows - fewest
    found = []
    if round(shares.rows * shares.kept) < fewest:
        found.append(f"{shares.kept:.1%} of {shares.rows} rows kept (expected {kept:.0%})")
    if round(shares.rows * shares.added) > most_added:
        found.append(f"{shares.added:.1%} added to {shares.rows} rows (expected at most {1 - kept:.0%})")
    for fact in COMPARED:
        if shares.changed[fact] > math.ceil(shares.rows * (1 - same)):
            found.append(f"{fact}: {shares.same[fact]:.1%} the same (expected {same:.0%})")
    return found


def check_form(names, numbers):
    """Compare articles with the same articles in a form; fail with the first rows that differ."""
    articles = [list_articles()[number] for number in numbers]
    others = read_rows(get_reader(), [retype(article.text, names) for article in articles])
    pairs = zip(map(read_clean, numbers), others, strict=True)
    comparisons = [compare_rows(clean, other) for clean, other in pairs]
    if shortfalls := list_shortfalls(count_shares(comparisons), names):
        differences = [
            f"{article.name}: {line}"
            for article, comparison in zip(articles, comparisons, strict=True)
            for line in comparison.list_differences()
        ]
        shown = "\n  ".join(differences[:SHOWN])
        pytest.fail(f"{' + '.join(names)}: {'; '.join(shortfalls)}\n  {shown}", pytrace=False)


def take(position, stride):
    """Take the numbers of the articles on which the form at a position is tried."""
    return tuple(range(position % stride, len(list_articles()), stride))


@pytest.mark.parametrize("names", QUICK, ids="+".join)
def test_form_gives_the_same_rows_in_some_articles(names):
    """Some articles in a form that is often met give the rows of the clean articles."""
    check_form(names, (8, 25, 40, 61))


@pytest.mark.slow
@pytest.mark.parametrize(("position", "name"), list(enumerate(FORMS)), ids=list(FORMS))
def test_form_gives_the_same_rows(position, name):
    """Articles in a form give the rows of the clean articles."""
    check_form((name,), take(position, FORM_STRIDE))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("position", "names"), list(enumerate(COMBINATIONS)), ids=["+".join(names) for names in COMBINATIONS]
)
def test_combination_gives_the_same_rows(position, names):
    """Articles in several forms at once give the rows of the clean articles."""
    check_form(names, take(position, COMBINATION_STRIDE))


@each_form
def test_form_keeps_the_words(name):
    """A form types the words of every article, and types some article otherwise than it was."""
    is_top = name.endswith(("-above", "-apart"))
    typed = [(article.text, retype(article.text, [name])) for article in list_articles()]
    for clean, other in typed:
        kept = fold(other)
        assert (kept[-len(fold(clean)) :] if is_top else kept) == fold(clean)
    assert any(clean.strip() != other.strip() for clean, other in typed)


@pytest.mark.parametrize("names", COMBINATIONS, ids="+".join)
def test_combination_keeps_the_words(names):
    """Forms that are put on one after the other do not spoil each other."""
    for article in list_articles()[::6]:
        assert fold(retype(article.text, names)).endswith(fold(article.text))


def build_row(content, cue="said", **facts):
    """Build a row that differs from others in what is given."""
    return Row(content=content, cue=cue, facts=dict.fromkeys(FACTS) | facts, shown=content)


def test_compares_rows():
    """Rows of the same content and cue are the same row, each once; the others drop out or are added."""
    clean = ReadRows(rows=(build_row("a"), build_row("a"), build_row("b", type="direct"), build_row("c")))
    other = ReadRows(rows=(build_row("b", type="indirect"), build_row("a"), build_row("c", cue="told")))
    found = compare_rows(clean, other)
    shares = count_shares([found])
    assert [row.content for row in found.dropped] == ["a", "c"]
    assert [(row.content, row.cue) for row in found.added] == [("c", "told")]
    assert (shares.rows, shares.kept, shares.added) == (4, 0.5, 0.25)
    assert (shares.changed["type"], shares.same["type"], shares.same["source"]) == (1, 0.5, 1)


def test_tells_what_differs():
    """What differs is told row by row, with what was expected and what was found."""
    clean = ReadRows(rows=(build_row("a", role="mayor"), build_row("b")))
    found = compare_rows(clean, ReadRows(rows=(build_row("a"),)))
    assert found.list_differences() == [
        "dropped: 'b' (said; None)",
        "role: mayor became None in 'a' (said; None)",
    ]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("“No,” he said.", "nohesaid"),
        ("&ldquo;No,&#8221; <b>he</b> said.", "nohesaid"),
        ("[Mara Quist](https://example.org/quist) said", "maraquistsaid"),
        ("â€œNoâ€�, the ofﬁ\u00adcer said", "notheofficersaid"),
        ("The minis-\n\n- 2 -\nLowmere Courier - News\n\nter left.", "theministerleft"),
        ("Cafe\u0301 Élan", "caflan"),
    ],
)
def test_folds(text, folded):
    """What a form adds or types otherwise is no part of folded text."""
    assert fold(text) == folded
