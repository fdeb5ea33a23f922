"""Texts that are read otherwise than they are written, or have lost something: each is told with what was done."""

import pytest
from seed_files import codes_of, document_of, read, write

PLAIN = (
    "“The bridge is safe,” Mayor Ana Ruiz said on Monday. “It will open in May.”\n\nShe didn't say when.\n"
)
WRAPPED = (
    "ALDANE (AP) - The mayor of Aldane said on Monday\nthat the bridge over the river was safe and that\n"
    "the ferry would sail at noon from the old quay of\nthe harbour, as it had done for a hundred years.\n"
)
PAGED = (
    "The mayor of Aldane said on Monday that the bridge\nover the river was safe and that the ferry of the\n\n"
    "Page 2 of 3\n\nharbour would sail at noon from the old quay, as it\nhad done for more than a hundred years.\n"
)
OPEN = "“The bridge is safe, Mayor Ana Ruiz said on Monday.\n\nIt rained in the morning.\n\n"
FORMS = {
    "utf-8 read as windows-1252": (
        "â€œIt is safe,â€\x9d she said. Itâ€™s open.\n",
        "document-mojibake",
        "'â€œIt'",
        "3",
    ),
    "utf-8 read as latin-1": ("â\x80\x9cIt is safe,â\x80\x9d said José.\n", "document-mojibake", "", "2"),
    "broken twice": ("Ã¢â‚¬Å“It is safe,Ã¢â‚¬Â she said.\n", "document-mojibake", "", ""),
    "marks of windows-1252 read as latin-1": (
        "\x93It is safe,\x94 said the mayor of Aldane, who was there on " * 2 + ".\n",
        "document-mojibake",
        "'\\x93It'",
        "4",
    ),
    "replacement characters": (
        "The caf\ufffd is open, Jos\ufffd said.\n",
        "document-characters-lost",
        "'caf\ufffd'",
        "2",
    ),
    "question marks for marks": (
        "?It?s safe,? the mayor said, and didn?t smile.\n",
        "document-characters-lost",
        "'?It?s'",
        "3",
    ),
    "entities": (
        "&quot;It&#8217;s safe,&quot; she said of the R&amp;D.\n",
        "document-entities",
        "'&quot;It&#8217;s'",
        "4",
    ),
    "tags": ("<p>The mayor said that <b>it</b> was safe.</p>\n", "document-tags", "'<p>The'", "4"),
    "lines of fixed width": (WRAPPED, "document-wrapped", "", "3"),
    "tokens": (
        "The mayor said , on Monday , that it was safe . She smiled , too .\n",
        "document-tokenized",
        "'said ,'",
        "5",
    ),
    "letters turned": ("The mayor said that \u202eefas saw\u202c it.\n", "document-bidi", "U+202E at 20", ""),
    "marks left open": (OPEN * 3, "document-marks-unpaired", "in 3 paragraphs", ""),
    "straight marks left open": (
        OPEN.replace("“", '"') * 4,
        "document-marks-unpaired",
        "in 4 paragraphs",
        "",
    ),
    "marks never opened": (
        (PLAIN + "It is safe,” she said.\n\n") * 3,
        "document-marks-unpaired",
        "in 3 paragraphs",
        "",
    ),
}


@pytest.mark.parametrize(("text", "code", "shown", "count"), FORMS.values(), ids=FORMS)
def test_tells_how_a_text_is_written(tmp_path, text, code, shown, count):
    """There is one warning with the first place and how many there are, and the text stays as it is."""
    seed = read(write(tmp_path / "odd.txt", text))
    assert codes_of(seed) == [code]
    assert document_of(seed).text == text
    (finding,) = seed.findings
    assert finding.level == "warning"
    assert f"found {shown}" in finding.message or shown in finding.message
    assert finding.message.endswith(f"{count})")


PLAIN_FORMS = {
    "plain": PLAIN,
    "a quote over paragraphs": "“It is safe.\n\n“It will open.\n\n“That is all,” she said.\n\n" * 4,
    "marks of German": "„Es ist gut“, she said.\n\n" * 4,
    "marks of Swedish": "”It is safe”, she said.\n\n" * 4,
    "marks turned round": PLAIN + "”It is safe”, she said.\n\n“It will open“, she said.\n\n" * 4,
    "inches": 'The plank is 6" long, and she said "it is safe".\n\n' * 4,
    "one mark left open": OPEN + PLAIN,
    "questions": "Is it safe? Who knows? “When?” she asked. See https://example.org/a?b=c and example.org/?page.\n",
    "French": "« Est-ce ouvert ? » asked José Núñez. “Ça va ?” They say Âge and Ã.\n",
    "an ampersand and signs": "AT&T and R&D; if a < b and c > d, she said, then <unknown> it is.\n",
    "a list": "She named three places:\n- the old quay\n- the harbour\n- the bridge\n",
    "a sentence a line": "The mayor said that the bridge was safe.\nIt rained in the morning.\nThe ferry sailed.\n"
    * 3,
    "an embedded Arabic name": "The mayor, \u2067علي\u2069, said that it was safe.\n",
    "two numbers with spaces": "The ratio is 3 . 5 , she said. It rained. The ferry, she said, sailed.\n",
}


@pytest.mark.parametrize("text", PLAIN_FORMS.values(), ids=PLAIN_FORMS)
def test_says_nothing_of_plain_texts(tmp_path, text):
    """What is written as usual, in English or with words of other languages, is not told of."""
    assert codes_of(read(write(tmp_path / "plain.txt", text))) == []


def test_tells_of_lines_between_pages(tmp_path):
    """What stands between two pages is shown, beside the lines that were joined."""
    seed = read(write(tmp_path / "paged.txt", PAGED))
    assert codes_of(seed) == ["document-wrapped", "document-pages"]
    assert "found 'Page 2 of 3'; lines: 1)" in seed.findings[1].message


def test_tells_what_can_be_mended_and_what_not(tmp_path):
    """A text with both has both warnings, and each counts its own places."""
    seed = read(write(tmp_path / "both.txt", "The cafÃ© of Jos\ufffd is open, â€œshe said.â€\ufffd\n"))
    assert codes_of(seed) == ["document-mojibake", "document-characters-lost"]
    assert [finding.message.rpartition(": ")[2] for finding in seed.findings] == ["3)", "1)"]


def test_markdown_may_hold_tags_and_entities(tmp_path):
    """They belong to Markdown, but not to the plain text of a collection, where the row is named."""
    text = "The mayor said<br>that it was&nbsp;safe.\n"
    assert codes_of(read(write(tmp_path / "page.md", text))) == []
    row = read(write(tmp_path / "pages.jsonl", '{"text": "The mayor said<br>that it was&nbsp;safe."}\n'))
    assert [(each.code, each.row) for each in row.findings] == [
        ("document-entities", 1),
        ("document-tags", 1),
    ]
