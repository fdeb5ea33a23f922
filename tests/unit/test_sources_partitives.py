"""Sources that are only called one of others, and sources that the headline tells in a word."""

import pytest

import exporter

REASON = "because he feared for his job"


def say(*subjects: str) -> str:
    """Write a sentence for each subject that reports something said."""
    contents = ["the bridge was safe", "the road was closed", "the river was high"]
    return " ".join(
        f"{subject} said that {content}." for subject, content in zip(subjects, contents, strict=False)
    )


@pytest.mark.parametrize(
    ("text", "role", "reason"),
    [
        pytest.param(say("Two officials", "One of the two"), "official", None, id="one of the two"),
        pytest.param(say("A diplomat", "Another"), "diplomat", None, id="another after one"),
        pytest.param(
            f"Two officials, who asked not to be named {REASON}, said that the talks had failed. "
            "One of them said that they would resume.",
            "official",
            REASON,
            id="one of them, with the reason of all",
        ),
        pytest.param(say("A diplomat", "One of the two"), None, None, id="one of two who were not told of"),
        pytest.param(say("Mara Quist, the mayor,", "Another"), None, None, id="another after a name"),
    ],
)
def test_one_of_several_has_what_is_told_of_all(read_text, text, role, reason):
    """Who is only called one of them has their role, in the singular, and their reason."""
    source = read_text(text).sources[1]
    assert (source.kind, source.role, source.anonymity_reason) == ("person", role, reason)


def test_a_third_returns_as_what_the_others_were(read_text):
    """The diplomat is the one who spoke last, though the text calls him only a third."""
    quotes = read_text(say("A diplomat", "A third", "The diplomat")).quotes
    assert quotes[2].source_id == quotes[1].source_id != quotes[0].source_id


@pytest.fixture
def read_article(tmp_path):
    """Give a function that reads an article of a headline and sentences; it gives the rows of its sources."""

    def read(headline: str, *subjects: str) -> list[dict[str, object]]:
        (tmp_path / "article.txt").write_text(f"{headline}\n\n{say(*subjects)}\n", encoding="utf-8")
        return exporter.extract(tmp_path, extractor="rules", processes=1).sources.to_pylist()

    return read


def test_the_headline_gives_way_to_the_fuller_words_below(read_article):
    """A source that the headline only mentions is one with the first below it, and is called as the text calls it."""
    (source,) = read_article("Diplomats say the talks failed", "Three diplomats", "The diplomats")
    assert (source["name"], source["count"], source["quote_count"]) == ("Three diplomats", 3, 3)


@pytest.mark.parametrize("subject", ["Three officials", "One of the diplomats", "A diplomat"])
def test_the_headline_does_not_give_way_to_others(read_article, subject):
    """Other people, or one of those in the headline, are a source apart."""
    assert len(read_article("Diplomats say the talks failed", subject)) == 2
