"""Lists of references and labels at the top: what is no part of the article, and what is only called so."""

import pytest

from exporter.documents import find_zones

BODY = "The lake is dying, said Ida Moreau, a biologist at the university."


def cut(text):
    """Cut a text and show every zone with its words."""
    return [(zone.kind, text[zone.start : zone.end].strip()) for zone in find_zones(text)]


@pytest.mark.parametrize(
    "listed",
    [
        pytest.param(
            "References\n\n1. Moreau, I. (2019). The lake argues. Lake Studies 12, pp. 3-14.", id="numbers"
        ),
        pytest.param("## Sources\n\n- Norland Times, “Minister says all is well”, 3 May 2021", id="Markdown"),
        pytest.param("Further reading\n\nhttps://example.org/report", id="addresses"),
        pytest.param(
            "Notes:\n\n[1] Ministry of Water, retrieved 3 May 2024\n[2] Lind, M. Shores.", id="notes"
        ),
        pytest.param(
            "References\n\nMoreau, I. The lake that nobody wanted to look at and other lakes\nof the "
            "north that argue. Lake Studies, 2019.\n\nHolm, P. Fish. 2020.",
            id="wrapped",
        ),
    ],
)
def test_lists_of_references_are_not_read(listed):
    """A heading and the lines that cite below it are boilerplate, and what comes after is body."""
    assert cut(f"{BODY}\n\n{listed}\n\nThe mill is still at work.\n") == [
        ("body", BODY),
        ("boilerplate", listed),
        ("body", "The mill is still at work."),
    ]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Sources\n\n{BODY}", id="a headline"),
        pytest.param(
            f"{BODY}\n\nNotes\n\n1. The mayor said no.\n2. The minister said yes.", id="what was said"
        ),
        pytest.param(f"{BODY}\n\nSources close to the ministry told us so in May 2021.", id="people"),
    ],
)
def test_other_parts_are_read(text):
    """What is only called so, or says who said what, is body."""
    assert "boilerplate" not in [kind for kind, _ in cut(text)]


@pytest.mark.parametrize(
    ("text", "zones"),
    [
        pytest.param(
            f"Headline: Lake dies, judge rules\nSubtitle: It was clear.\nDate: 2024-09-03\n\n{BODY}",
            [
                ("headline", "Headline: Lake dies, judge rules"),
                ("body", "Subtitle: It was clear."),
                ("byline", "Date: 2024-09-03"),
                ("body", BODY),
            ],
            id="plain",
        ),
        pytest.param(
            f"**TITLE:** Lake dies\n\n**AUTHOR:** Ida Holm\n\n**TEXT:** {BODY}",
            [
                ("headline", "**TITLE:** Lake dies"),
                ("byline", "**AUTHOR:** Ida Holm"),
                ("body", f"**TEXT:** {BODY}"),
            ],
            id="Markdown",
        ),
        pytest.param(
            f"Headline: Lake dies\n\n{BODY}", [("headline", "Headline: Lake dies"), ("body", BODY)], id="one"
        ),
    ],
)
def test_labels_at_the_top_tell_zones(text, zones):
    """A labelled headline is one, and labelled data are no body."""
    assert cut(text) == zones
