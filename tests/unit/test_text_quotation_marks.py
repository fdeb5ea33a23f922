"""Quotation marks, however a text uses and mixes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from running import examples

from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.quotation_marks import Quoted, find_quoted


def read_quoted(text: str) -> list[Quoted]:
    """Find the quotes of a text in its own paragraphs."""
    return find_quoted(text, find_paragraphs(text))


def list_pieces(text: str) -> list[str]:
    """List what the quotes of a text cover, marks included."""
    return [text[quoted.start : quoted.end] for quoted in read_quoted(text)]


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param('"We sail at noon," she said.', ['"We sail at noon,"'], id="straight"),
        pytest.param("“We sail at noon,” she said.", ["“We sail at noon,”"], id="curly"),
        pytest.param('“We sail at noon," she said.', ['“We sail at noon,"'], id="curly closed by straight"),
        pytest.param('"We sail at noon,” she said.', ['"We sail at noon,”'], id="straight closed by curly"),
        pytest.param("''We sail at noon,'' she said.", ["''We sail at noon,''"], id="two apostrophes"),
        pytest.param("``We sail at noon,'' she said.", ["``We sail at noon,''"], id="backticks"),
        pytest.param("«We sail at noon», she said.", ["«We sail at noon»"], id="guillemets"),
        pytest.param("„We sail at noon,” she said.", ["„We sail at noon,”"], id="low opening mark"),
        pytest.param("„We sail at noon,“ she said.", ["„We sail at noon,“"], id="closed by an opening mark"),
        pytest.param("＂We sail at noon,＂ she said.", ["＂We sail at noon,＂"], id="fullwidth"),
        pytest.param(
            "‘We sail at noon,’ she said. ‘Be there.’",
            ["‘We sail at noon,’", "‘Be there.’"],
            id="British single marks",
        ),
        pytest.param(
            "‘We don’t sail at noon,’ she said.",
            ["‘We don’t sail at noon,’"],
            id="apostrophe in single marks",
        ),
        pytest.param(
            "“The ferry,” he said, “sails at noon.”",
            ["“The ferry,”", "“sails at noon.”"],
            id="two quotes in one sentence",
        ),
        pytest.param(
            '"The ferry," he said, "sails at noon."',
            ['"The ferry,"', '"sails at noon."'],
            id="two straight ones",
        ),
        pytest.param("(“We sail at noon.”)", ["“We sail at noon.”"], id="in brackets"),
        pytest.param('She said—"We sail"—and left.', ['"We sail"'], id="between dashes"),
        pytest.param('"We sail at noon"', ['"We sail at noon"'], id="nothing else"),
    ],
)
def test_finds_quotes_with_their_marks(text, pieces):
    """What stands in quotation marks is found with its marks."""
    assert list_pieces(text) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param(
            "“She told me ‘never again’ and left,” he said.",
            ["“She told me ‘never again’ and left,”"],
            id="curly in curly",
        ),
        pytest.param(
            "\"She told me 'never again' and left,\" he said.",
            ["\"She told me 'never again' and left,\""],
            id="straight in straight",
        ),
        pytest.param(
            "‘He called it “a gift” to us,’ she said.",
            ["‘He called it “a gift” to us,’"],
            id="double in single",
        ),
        pytest.param(
            "“He called it 'a gift'” and left.", ["“He called it 'a gift'”"], id="both close at one place"
        ),
    ],
)
def test_leaves_nested_marks_to_the_outer_quote(text, pieces):
    """A quote in a quote belongs to the outer one, and double marks are the outer ones."""
    assert list_pieces(text) == pieces


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("The ferry's crew didn't sail.", id="straight apostrophes"),
        pytest.param("The ferry’s crew didn’t sail in the ’90s.", id="curly apostrophes"),
        pytest.param("The dockers’ strike ended.", id="possessive plural"),
        pytest.param('The plank is 12" long.', id="one inch mark"),
        pytest.param("He ran the mile in 4' flat.", id="foot mark"),
        pytest.param("Rain fell. ”", id="lonely closing mark"),
        pytest.param("Rain fell »", id="lonely closing guillemet"),
        pytest.param("A mark “", id="opening mark at the very end"),
        pytest.param('A mark " between spaces.', id="straight mark between spaces"),
        pytest.param("‘Tis the season", id="single mark that nothing closes"),
        pytest.param("No marks at all.", id="no marks"),
        pytest.param("", id="nothing"),
        pytest.param("\n\n \n", id="white space"),
    ],
)
def test_opens_no_quote(text):
    """Apostrophes, inch marks and stray marks open nothing."""
    assert read_quoted(text) == []


def test_inch_marks_do_not_close_at_the_next_quote():
    """A measure before a quote leaves the quote whole."""
    assert list_pieces('The 12" plank broke. "It was old," said Anna Berg.') == ['"It was old,"']


def test_gives_the_inside_without_marks():
    """The inner offsets leave out the marks, of whatever length."""
    text = "He said ``we sail'' twice."
    (quoted,) = read_quoted(text)
    assert quoted == Quoted(start=8, end=19, inner_start=10, inner_end=17, is_closed=True, continues=False)
    assert text[quoted.inner_start : quoted.inner_end] == "we sail"


def test_unclosed_mark_costs_only_its_own_quote():
    """A mark that nobody closes ends with its paragraph and leaves the quotes of the next alone."""
    text = '“We sail at noon, she said.\n“Be there,” he said.\nRain fell. "Good," she said.'
    assert list_pieces(text) == ["“We sail at noon, she said.", "“Be there,”", '"Good,"']


def test_lost_closing_mark_ends_the_quote_before_who_said_it():
    """A quote that was left open before another opening mark ends before the words that say who said it."""
    text = "“We sail at noon, she said. “Be there,” he said."
    first, second = read_quoted(text)
    assert (text[first.start : first.end], first.is_closed) == ("“We sail at noon,", True)
    assert (text[second.start : second.end], second.is_closed) == ("“Be there,”", True)


def test_unclosed_mark_ends_before_the_next_opening_mark():
    """A second opening mark ends the quote that was left open before it, also where nobody is said to speak."""
    text = "“We sail at noon. The sky was grey. “Be there,” he said."
    first, second = read_quoted(text)
    assert (text[first.start : first.end], first.is_closed) == ("“We sail at noon. The sky was grey.", False)
    assert (text[second.start : second.end], second.is_closed) == ("“Be there,”", True)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param(
            "'We sail at noon,' she said. 'Be there.'", ["'We sail at noon,'", "'Be there.'"], id="straight"
        ),
        pytest.param("He called the claim 'absurd'.", ["'absurd'"], id="one word"),
        pytest.param(
            "'It's the dockers' strike,' she said.", ["'It's the dockers' strike,'"], id="possessive inside"
        ),
        pytest.param(
            "‘It’s the lads’ day,’ she said.", ["‘It’s the lads’ day,’"], id="curly possessive inside"
        ),
        pytest.param("The lads' boat sank. 'Bad luck,' he said.", ["'Bad luck,'"], id="possessive before"),
        pytest.param(
            "'He said \"never\" to us,' she said.", ["'He said \"never\" to us,'"], id="double inside"
        ),
        pytest.param(
            "'Back in the '90s we sailed,' she said.", ["'Back in the '90s we sailed,'"], id="decade inside"
        ),
        pytest.param("O'Brien said 'no' to D'Souza.", ["'no'"], id="names"),
        pytest.param("‚We sail at noon‘, she said.", ["‚We sail at noon‘"], id="low single"),
        pytest.param("‹We sail at noon›, she said.", ["‹We sail at noon›"], id="single guillemets"),
    ],
)
def test_finds_quotes_in_single_marks(text, pieces):
    """Single marks hold quotes, straight or curly; apostrophes within and beside them do not end them."""
    assert list_pieces(text) == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        pytest.param("« We sail at noon », she said.", ["« We sail at noon »"], id="guillemets with spaces"),
        pytest.param(
            '" We sail at noon, " she said. " Be there. "',
            ['" We sail at noon, "', '" Be there. "'],
            id="spaced",
        ),
        pytest.param("»We sail at noon«, she said.", ["»We sail at noon«"], id="guillemets turned round"),
        pytest.param("”We sail at noon”, she said.", ["”We sail at noon”"], id="closing marks on both sides"),
        pytest.param('He is 6\'2" tall. "Too tall," she said.', ['"Too tall,"'], id="feet and inches"),
        pytest.param(
            "“He said “never” to us,” she said.", ["“He said “never” to us,”"], id="same marks inside"
        ),
        pytest.param('We sail at noon," she said.', ['We sail at noon,"'], id="lost opening mark"),
        pytest.param("We sail. We do.” Anna Berg left.", ["We sail. We do.”"], id="lost curly opening mark"),
        pytest.param(
            '"We sail, said Anna Berg. "We stay," said Ben Okoro.',
            ['"We sail,', '"We stay,"'],
            id="lost closing mark",
        ),
        pytest.param('"We sail," she said. We stay," he said.', ['"We sail,"'], id="lost opening mark later"),
        pytest.param(
            "— We sail, said Anna Berg.\n— We stay – said Ben Okoro – till noon.",
            ["— We sail,", "— We stay", "– till noon."],
            id="dashes",
        ),
        pytest.param("— red paint\n— two brushes\n— a ladder", [], id="list with dashes"),
    ],
)
def test_finds_quotes_whose_marks_are_odd(text, pieces):
    """Marks with spaces, turned round, nested, lost, or dashes in their place."""
    assert list_pieces(text) == pieces


def test_unclosed_quote_keeps_no_white_space_at_its_end():
    """A quote without a closing mark ends with its last character that is not white space."""
    (quoted,) = read_quoted("“We sail at noon. \t\n\nRain fell.")
    assert (quoted.start, quoted.end, quoted.is_closed) == (0, 17, False)


def test_quote_continues_in_a_paragraph_that_repeats_the_opening_mark():
    """A quote over paragraphs has one piece in each, and only the last of them is closed."""
    text = "“We sail at noon.\n\n“We come back at six.\n\n“Be there,” he said."
    found = read_quoted(text)
    assert [text[quoted.start : quoted.end] for quoted in found] == [
        "“We sail at noon.",
        "“We come back at six.",
        "“Be there,”",
    ]
    assert [(quoted.is_closed, quoted.continues) for quoted in found] == [
        (False, True),
        (False, True),
        (True, False),
    ]


def test_unclosed_quote_ends_where_the_next_paragraph_has_no_mark():
    """Without an opening mark in the next paragraph an unclosed quote does not go on."""
    (quoted,) = read_quoted("“We sail at noon.\n\nRain fell.")
    assert (quoted.is_closed, quoted.continues) == (False, False)


def test_closed_quote_does_not_continue():
    """A closed quote does not go on in the next, whatever that starts with."""
    assert [quoted.continues for quoted in read_quoted("“We sail.”\n\n“We stay.”")] == [False, False]


def test_looks_at_the_given_paragraphs_only():
    """What stands outside the given paragraphs is not read, nor used to close a quote."""
    text = "“We sail.”\n“We stay.”"
    assert [text[each.start : each.end] for each in find_quoted(text, find_paragraphs(text)[1:])] == [
        "“We stay.”"
    ]


SOUP = st.text(alphabet="\"“”„«»'‘’`a, .\n—(", max_size=60)


@given(text=SOUP)
@examples(3)
def test_any_marks_give_quotes_in_order_without_overlap(text):
    """Whatever the marks, quotes are in order, apart, inside one paragraph, and hold their inside."""
    paragraphs = find_paragraphs(text)
    end = 0
    for quoted in find_quoted(text, paragraphs):
        assert end <= quoted.start <= quoted.inner_start <= quoted.inner_end <= quoted.end <= len(text)
        assert any(each.start <= quoted.start and quoted.end <= each.end for each in paragraphs)
        assert quoted.is_closed == (quoted.inner_end < quoted.end)
        end = quoted.end
