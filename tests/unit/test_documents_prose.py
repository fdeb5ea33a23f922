"""Texts that are no articles: lists of addresses are left out, tables, code and the like are told of."""

import base64

import pytest
from seed_files import codes_of, read, write

PAGE = "https://example.org/news/2024/03/bridge-is-{}"
ARTICLE = (
    "The mayor of Aldane said on Monday that the bridge over the river was safe and would open again in May. "
    "Engineers had tested it with a train, she told reporters at the quay, and nobody had been hurt.\n\n"
)
ADDRESSES = {
    "one": PAGE.format("safe"),
    "many": "\n".join(map(PAGE.format, range(9))),
    "numbered": "\n".join(f"{number}. {PAGE.format(number)}" for number in range(1, 9)),
    "with titles": "\n".join(
        f"Mayor says bridge is safe for all - {PAGE.format(number)}" for number in range(9)
    ),
    "under titles": "\n\n".join(
        f"Mayor says the bridge is safe\n{PAGE.format(number)}" for number in range(9)
    ),
    "Markdown": "\n".join(f"- [Mayor says bridge is safe]({PAGE.format(number)})" for number in range(9)),
    "without a scheme": "www.example.org/bridge\nwww.example.org/ferry\n",
    "under a comment": "Articles about the bridge, collected in May.\n"
    + "\n".join(map(PAGE.format, range(9))),
}


@pytest.mark.parametrize("text", ADDRESSES.values(), ids=ADDRESSES)
def test_a_list_of_addresses_is_no_article(tmp_path, text):
    """It is an error, and there is no document."""
    seed = read(write(tmp_path / "links.txt", text))
    assert codes_of(seed) == ["document-addresses"]
    assert seed.document is None
    assert not seed.is_valid


def test_the_row_of_addresses_is_named(tmp_path):
    """In a collection the row is named, and how many addresses there are."""
    seed = read(
        write(tmp_path / "links.jsonl", '{"text": "https://example.org/a\\nhttps://example.org/b"}\n')
    )
    (finding,) = seed.findings
    assert finding.row == 1
    assert "found 'https://example.org/a' and other addresses: 1)" in finding.message


ROWS = "\n".join(f"Aldane,{number},Ana Ruiz,{number * 7}.5,open" for number in range(40))
CODE = "\n".join(
    f"def check_{number}(value):\n    if value[{number}] == {{'x': None}}:\n        return self._items[value]\n"
    for number in range(20)
)
LOG = "\n".join(
    f'10.0.0.{number} - - [03/Mar/2024:10:{number}:00 +0000] "GET /a/{number}.html HTTP/1.1" 200 {number * 37}'
    for number in range(10, 50)
)
OTHERS = {
    "comma-separated": (ROWS, "rows with cells between ','"),
    "tab-separated": (ROWS.replace(",", "\t"), "rows with cells between '\\t'"),
    "numbers": ("\n".join(f"{number} {number * 3.5} {number**2}" for number in range(40)), "mostly numbers"),
    "code": (CODE, "mostly numbers and signs"),
    "log": (LOG, "mostly numbers and signs"),
    "base64": (base64.encodebytes(bytes(range(256)) * 20).decode(), "long strings without spaces"),
    "names": ("Ana Ruiz\nMara Quist\nBen Okoro\nElza Brandtoff\n" * 9, "hardly any of the words"),
}


@pytest.mark.parametrize(("text", "kind"), OTHERS.values(), ids=OTHERS)
def test_tells_of_what_is_no_prose(tmp_path, text, kind):
    """There is a warning that says what it looks like, and a document all the same."""
    seed = read(write(tmp_path / "odd.txt", text))
    assert "document-not-prose" in codes_of(seed)
    assert f"(expected sentences, found {kind}" in next(
        each.message for each in seed.findings if each.code == "document-not-prose"
    )
    assert seed.is_valid


PROSE = {
    "article": ARTICLE,
    "article with references": ARTICLE + "\n".join(map(PAGE.format, range(12))),
    "short article with an address": f"The bridge is safe, the mayor said. More: {PAGE.format('safe')}\n",
    "article with results": ARTICLE
    + "\n".join(f"{number}. Aldane {number * 3}:{number}" for number in range(9)),
    "one long address": ARTICLE + PAGE.format("x" * 400),
    "few words": "Aldane, 3 May 2024\n",
    "Chinese": "市长星期一表示，大桥是安全的。" * 40,
    "same commas": "On Monday, she said, it rained.\n\nOn Tuesday, he said, it was dry.\n\n" + ARTICLE * 2,
}


@pytest.mark.parametrize("text", PROSE.values(), ids=PROSE)
def test_prose_is_prose(tmp_path, text):
    """Addresses and numbers in an article, short texts and other scripts are not told of."""
    found = codes_of(read(write(tmp_path / "plain.txt", text)))
    assert not {"document-addresses", "document-not-prose", "document-unread"} & set(found)


def test_tells_of_what_is_hardly_read(tmp_path):
    """A text that is boilerplate but for a line is told of; one with an appeal at its end is not."""
    appeal = "Sign up for our newsletter to get the best stories of the day in your inbox every morning.\n\n"
    mostly = read(write(tmp_path / "appeals.txt", "It rained in Aldane on Monday.\n\n" + appeal * 6))
    assert codes_of(mostly) == ["document-unread"]
    assert "found 6 of 114 words to read" in mostly.findings[0].message
    assert codes_of(read(write(tmp_path / "article.txt", ARTICLE + appeal))) == []
