"""Compares the rows of clean articles with those of the same articles typed again in other forms.

    python -m benchmarks.forms [FOLDER ...] [--form NAME[+NAME ...] ...] [--articles N] [--differences N]

A FOLDER holds clean articles, a paragraph a line; by default they are seeds/ and seeds/unseen. Names joined by + are
put on one after the other; without --form there is a line for every form and combination in benchmarks/retyping.
"""

import argparse
from collections.abc import Iterator, Sequence

from benchmarks.retyping import COMBINATIONS, FORMS, retype
from benchmarks.retyping.articles import Article, read_articles
from benchmarks.retyping.rows import (
    FACTS,
    Comparison,
    ReadRows,
    Shares,
    compare_rows,
    count_shares,
    read_rows,
)
from exporter.engines.reader import Reader
from exporter.options import ExtractionOptions

_FOLDERS = ("seeds", "seeds/unseen")
_HEADER = f"| form | kept, % | added, % | {' | '.join(FACTS)} |\n| --- |{' ---: |' * (2 + len(FACTS))}"


def compare_form(
    reader: Reader, articles: Sequence[Article], clean: Sequence[ReadRows], names: Sequence[str]
) -> list[Comparison]:
    """Compare the rows of articles with those of the same articles in a form."""
    other = read_rows(reader, [retype(article.text, names) for article in articles])
    return [compare_rows(*pair) for pair in zip(clean, other, strict=True)]


def build_line(names: Sequence[str], shares: Shares) -> str:
    """Build the line of a form: shares in percent, and in brackets how many rows differ."""
    cells = [f"{100 * shares.kept:.1f}", f"{100 * shares.added:.1f}"]
    for fact in FACTS:
        changed = shares.changed[fact]
        same = f"{100 * shares.same[fact]:.1f} ({changed})" if changed else "100"
        cells.append(same if shares.kept else "-")
    return f"| {' + '.join(names)} | " + " | ".join(cells) + " |"


def iter_differences(
    articles: Sequence[Article], comparisons: Sequence[Comparison], most: int
) -> Iterator[str]:
    """Yield the first differences of each article, a line each."""
    for article, comparison in zip(articles, comparisons, strict=True):
        yield from (f"{article.name}: {each}" for each in comparison.list_differences()[:most])


def main() -> None:
    """Print a table in Markdown, a line for each form."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="*", default=_FOLDERS, metavar="FOLDER")
    parser.add_argument("--form", action="append", help="only this form; any number of times")
    parser.add_argument("--articles", type=int, help="take only the first N articles")
    parser.add_argument("--differences", type=int, default=0, help="print N rows that differ of each article")
    options = parser.parse_args()
    forms = [each.split("+") for each in options.form or ()] or [*([name] for name in FORMS), *COMBINATIONS]
    reader = Reader(ExtractionOptions(), threads=1)
    articles = read_articles(options.folders)[: options.articles]
    clean = read_rows(reader, [article.text for article in articles])
    print(
        f"{len(articles)} articles, {sum(len(each.rows) for each in clean):,} rows\n\n{_HEADER}", flush=True
    )
    for names in forms:
        comparisons = compare_form(reader, articles, clean, names)
        print(build_line(names, count_shares(comparisons)), flush=True)
        for line in iter_differences(articles, comparisons, options.differences):
            print(f"    {line}")


if __name__ == "__main__":
    main()
