"""Zones: whole lines marked as headline, byline, body or boilerplate, and never a paragraph lost."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.documents import find_zones
from exporter.documents.zone_rules import BOILERPLATE_RULES, BYLINE_RULES, OUTLET_ALONE, PLACE_ALONE
from exporter.documents.zones import find_rule

LONG = (
    "PORT ALDANE (Reuters) — Dockers voted to strike on Tuesday after talks with the harbour company failed, "
    "the union said, and no ship will be unloaded before Friday."
)

EXAMPLES = {
    "by-line": (
        [
            "By Mara Quist",
            "BY MARA QUIST",
            "By Mara Quist and Ben Okoro, Special to the Aldane Courier",
            "By Zoë van der Berg | Aldane Courier | March 5, 2024",
            "**By Mara Quist**",
        ],
        [
            "By Friday the port was closed.",
            "By noon on Tuesday the gates stood open",
            "By the time she left, it was dark",
        ],
    ),
    "date-line": (
        [
            "March 5, 2024 / 6:30 AM",
            "Updated 5 March 2024",
            "Tuesday, March 5, 2024 at 6:30 a.m. ET",
            "2024-03-05",
            "Last updated: 3:15 p.m. GMT",
            "2024-03-05T06:30:00Z",
        ],
        ["March was cold", "6:30 p.m.", "5 of 12", "May", "On March 5 he resigned"],
    ),
    "place-and-date": (
        [
            "PORT ALDANE, March 5",
            "Port Aldane, 5 March 2024 —",
            "LONDON, Calveria, Tuesday, March 5 (Reuters)",
        ],
        ["The port closed on March 5", "Port Aldane, where it rained on March 5, is quiet"],
    ),
    "place-and-agency": (["PORT ALDANE (Reuters) —", "OSLO (AP)"], [LONG, "Oslo (the capital)"]),
    "place-alone": (["PORT ALDANE", "LONDON —"], ["PORT ALDANE IS A QUIET TOWN", "Port Aldane"]),
    "outlet-alone": (
        ["Aldane Courier", "The Northern Wire"],
        ["Aldane Courier has learnt", "A quiet town wakes up early"],
    ),
    "advertisement": (
        ["Advertisement", "- ADVERTISEMENT -", "Story continues below advertisement"],
        ["Advertisement for the post closed on Friday", "The story continues below."],
    ),
    "read-more": (
        [
            "Read more: Dockers say no",
            "Related: How the strike began",
            "RELATED STORIES",
            "See also — The port",
        ],
        ["Read more closely, the letter says something else.", "Related to this is the question of pay."],
    ),
    "read-more-capitals": (
        ["MORE: Dockers say no", "WATCH: The gates open"],
        ["More: that was the demand.", "MORE SHIPS"],
    ),
    "read-elsewhere": (
        [
            "Read the full report here.",
            "Continue reading",
            "Click here to see the map",
            "Read more at the Courier.",
        ],
        ["Read the full report, he told members, before you vote.", "Reading the full report takes a day."],
    ),
    "watch-elsewhere": (
        ["Watch the full interview below:", "See a map here."],
        [
            "Watch the skies, said the pilot, and look below.",
            "See the harbour from above is what visitors want to do.",
        ],
    ),
    "update-note": (
        ["This story has been updated to include a comment from the union.", "This is a developing story."],
        [
            "This story has been told before.",
            "This report was corrected by the minister, who said it was wrong.",
        ],
    ),
    "message-from": (
        ["A Message from The Aldane Courier:"],
        ["A message from the minister arrived at noon."],
    ),
    "dear-readers": (
        ["Dear readers,", "Dear Aldane Courier reader:"],
        ["Dear readers of maps will know the place."],
    ),
    "appeal-heading": (
        ["We need your help", "Support us", "Before you go..."],
        ["We need your help to load the ships, he said.", "Support us or leave, they shouted."],
    ),
    "donate": (
        [
            "Please consider making a donation to our newsroom.",
            "Donate now",
            "Make a one-time contribution today.",
        ],
        ["Donate blood, the hospital asked.", "Make a contribution to the fund, she told members."],
    ),
    "donation-link": (
        ["You have read this far. Support the Courier with a donation: https://example.org/give"],
        [
            "He was asked to make a donation to the party.",
            "“Make a donation at https://example.org/give,” it read.",
        ],
    ),
    "support-journalism": (
        ["Support independent journalism from as little as $2.", "Please help support our newsroom"],
        ["Support for independent journalism fell.", "Support independent media, she urged the assembly."],
    ),
    "if-you-value": (
        [
            "If you value our reporting, please consider a donation.",
            "We belong to readers. If you enjoyed this article, subscribe.",
        ],
        [
            "If you value your life, please leave the harbour at once.",
            "If you like boats, our town is worth a visit.",
        ],
    ),
    "become-a-member": (
        ["Become a member today", "Become a monthly supporter of the Courier."],
        ["Become a member of the union, he told them.", "Become a docker and see the world"],
    ),
    "newsletter": (
        [
            "Sign up for our weekly newsletter.",
            "Subscribe to the Harbour podcast here",
            "Get the news of the day delivered to your inbox",
            "Enjoyed this story? Subscribe for more.",
        ],
        [
            "Subscribe to that theory and the rest follows.",
            "Residents can sign up for the newsletter of the harbour company at the gate.",
            "Sign up for the army, the posters said.",
        ],
    ),
    "subscribe": (
        ["Subscribe now", "Subscribe to continue reading the article", "Already a subscriber? Log in"],
        [
            "Few subscribe to this view.",
            "Subscribe to the view that ships are slow and little will surprise you.",
        ],
    ),
    "follow-us": (
        [
            "Follow us on Twitter",
            "Follow Mara Quist on Twitter: @maraquist",
            "Like us on Facebook and Instagram.",
        ],
        ["Follow the money, he wrote on Twitter.", "Thousands follow her on Instagram and Facebook."],
    ),
    "share": (
        ["Share this article", "Share on Facebook", "Leave a comment", "12 comments"],
        ["Share this burden with us, the mayor asked the province.", "Shares rose."],
    ),
    "copyright": (
        ["© 2024 Aldane Courier", "Copyright 2024 Aldane Courier.", "(c) 2024 Aldane Courier"],
        [
            "Copyright is a right of authors.",
            "Copyright law changed in 2024.",
            "The copyright ended in 1990.",
        ],
    ),
    "rights-reserved": (
        ["All rights reserved.", "Aldane Courier, 2024. All Rights Reserved"],
        ["He stamped all rights reserved on the map.", "“All rights reserved,” it read."],
    ),
    "reuse": (
        ["This material may not be published or broadcast.", "This story may be republished free of charge."],
        ["This report may be wrong.", "Such material may not be published, the court ruled."],
    ),
    "republication": (
        [
            "This article was first published by the Aldane Courier.",
            "Originally published in the Northern Wire",
        ],
        [
            "This report was published on Monday and it says little",
            "The article was first published by a rival.",
        ],
    ),
    "agency-credits": (
        ["(Reporting by Mara Quist; Editing by Ben Okoro)", "(Additional reporting by Mara Quist in Oslo.)"],
        ["(Reporting of cases is voluntary.)", "He (the reporter) came by car."],
    ),
    "credits": (
        ["Reporting by Mara Quist; editing by Ben Okoro", "Translated by Mara Quist. © 2024 Northern Wire"],
        ["Reporting by Mara Quist showed that the port was closed", "Editing by hand takes a week."],
    ),
    "contributed": (
        [
            "Mara Quist contributed to this report.",
            "Ben Okoro in Oslo contributed reporting.",
            "Contributing: Mara Quist",
        ],
        ["Mara Quist contributed to this fund.", "He contributed reporting skills."],
    ),
    "photo-credit": (
        ["Photo: Mara Quist", "Image credit: Northern Wire", "Mara Quist/Reuters", "AP Photo/Mara Quist"],
        ["Photos show the ship.", "The image: it stays with you. It always will.", "Quist told Reuters"],
    ),
    "photo-by": (
        ["Photo by Mara Quist", "(Photograph courtesy of Aldane Museum)"],
        ["Photo by photo, the ship took shape", "Images from space show the port"],
    ),
    "cookies": (
        [
            "We use cookies to improve your experience.",
            "By continuing to use this site, you agree to our terms of use.",
            "Accept all cookies",
            "Privacy Policy",
        ],
        [
            "We use cookies as bait, the fisherman said.",
            "By using force the guards broke the privacy policy of the port.",
        ],
    ),
    "dismiss": (
        ["Remind me later.", "No thanks", "Skip to content"],
        ["Remind me later of the ship, he said.", "Not now but soon"],
    ),
    "contact": (
        ["Contact Mara Quist at mara@example.org", "Email: mara@example.org", "Got a news tip? Write to us."],
        ["Contact was lost at noon.", "Have a tip of this size and you may be rich"],
    ),
    "thank-you": (["Thank you for reading."], ["Thank you for your support, the mayor said to the crowd."]),
    "apps-and-accounts": (
        ["Log in", "Sign in to comment", "Download our app", "Join our Telegram channel"],
        ["Sign in the window was broken", "Join our fight, the union urged."],
    ),
}

RULES = {rule.name: rule for rule in (*BYLINE_RULES, PLACE_ALONE, OUTLET_ALONE, *BOILERPLATE_RULES)}


def cut(text: str, title: str | None = None) -> list[tuple[str, str]]:
    """Cut a text and show every zone with its text."""
    return [(zone.kind, text[zone.start : zone.end]) for zone in find_zones(text, title=title)]


def test_every_rule_has_examples() -> None:
    """No rule stands without a line that it fits and one that it does not."""
    assert set(EXAMPLES) == set(RULES)
    assert all(fitting and others for fitting, others in EXAMPLES.values())


@pytest.mark.parametrize(
    ("name", "line"), [(name, line) for name, (lines, _) in EXAMPLES.items() for line in lines]
)
def test_rule_fits(name: str, line: str) -> None:
    """A rule fits the lines it is there for."""
    assert find_rule(line, (RULES[name],)) is RULES[name]


@pytest.mark.parametrize(
    ("name", "line"), [(name, line) for name, (_, lines) in EXAMPLES.items() for line in lines]
)
def test_rule_leaves_articles_alone(name: str, line: str) -> None:
    """A rule does not fit ordinary sentences that use its words, and no other rule for boilerplate does."""
    assert find_rule(line, (RULES[name],)) is None
    assert find_rule(line, BOILERPLATE_RULES) is None


def test_article_with_everything() -> None:
    """Headline, byline, body and boilerplate follow each other and touch."""
    head = "\n  Dockers vote to strike\n\nBy Mara Quist\nUpdated 5 March 2024\n\n"
    body = f"{LONG}\n\nRead more: The port\n\nThe company did not answer.\n\n"
    text = f"{head}{body}© 2024 Aldane Courier\n\n"
    assert cut(text) == [
        ("headline", "  Dockers vote to strike\n\n"),
        ("byline", "By Mara Quist\nUpdated 5 March 2024\n\n"),
        ("body", f"{LONG}\n\n"),
        ("boilerplate", "Read more: The port\n\n"),
        ("body", "The company did not answer.\n\n"),
        ("boilerplate", "© 2024 Aldane Courier"),
    ]


@pytest.mark.parametrize(
    ("text", "title", "headline"),
    [
        pytest.param(f"Dockers vote\n\n{LONG}", None, "Dockers vote\n\n", id="before-blank"),
        pytest.param(f"Dockers vote\n{LONG}", None, "Dockers vote\n", id="before-long-paragraph"),
        pytest.param("Dockers vote\nBy Mara Quist\nThey did.", None, "Dockers vote\n", id="before-byline"),
        pytest.param("# Is it over?\nYes.", None, "# Is it over?\n", id="heading"),
        pytest.param("Dockers “vote”.\nYes.", 'dockers "VOTE"', "Dockers “vote”.\n", id="title"),
        pytest.param("By Mara Quist\n\nDockers vote\n\nYes.", None, "Dockers vote\n\n", id="after-byline"),
        pytest.param(
            "Advertisement\nDockers vote\n\nYes.", None, "Dockers vote\n\n", id="after-advertisement"
        ),
        pytest.param("Dockers vote.\n\nYes.", None, None, id="sentence"),
        pytest.param("Dockers vote\nYes.", None, None, id="short-lines"),
        pytest.param("Dockers vote", None, None, id="alone"),
        pytest.param(f"{'Dockers ' * 14}vote\n\nYes.", None, None, id="too-long"),
        pytest.param("“No,” they say:\n\nYes.", "Another story", None, id="colon"),
        pytest.param("The union and the harbour company have not\nmet since May.", None, None, id="wrapped"),
    ],
)
def test_headline(text: str, title: str | None, headline: str | None) -> None:
    """The first line is a headline when the title, a heading mark, or its shape and what follows say so."""
    found = [content for kind, content in cut(text, title) if kind == "headline"]
    assert found == ([] if headline is None else [headline])


def test_dateline_in_the_first_paragraph_is_body() -> None:
    """A place and agency that open a paragraph do not make it a byline."""
    assert cut(f"Dockers vote\n\n{LONG}")[1] == ("body", LONG)


def test_appeal_takes_what_follows() -> None:
    """A message to the readers at the end goes to boilerplate whole, also the lines that no rule fits."""
    appeal = (
        "A Message from The Aldane Courier:\nDear readers,\n"
        "The harbour company has sued us four times in as many years for what we print.\n"
        "Your support keeps our newsroom going. Give what you can.\nThe first ship sailed in 1841."
    )
    assert cut(f"{LONG}\n{appeal}") == [("body", f"{LONG}\n"), ("boilerplate", appeal)]


def test_article_goes_on_after_an_appeal() -> None:
    """Article text after an appeal in the middle is body again."""
    appeal = "Support us\nYour support keeps our newsroom going.\n"
    rest = (
        "The company said on Wednesday that the gates would stay shut until the court had ruled.\nIt rained."
    )
    assert cut(f"{LONG}\n{appeal}{rest}") == [("body", f"{LONG}\n"), ("boilerplate", appeal), ("body", rest)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(f"Dear readers,\n\n{LONG}\n\nSupport our newsroom, I wrote.", id="letter-as-article"),
        pytest.param(
            f"{LONG}\n\nA message from the sea\n\nThe bottle was green.\n\nIt held a map.", id="subheading"
        ),
        pytest.param(
            f"{LONG}\nBefore you go\nTake a coat to the harbour in March, for it is cold.", id="advice"
        ),
    ],
)
def test_headings_without_an_appeal_are_body(text: str) -> None:
    """A line that could head an appeal takes nothing with it where none follows or no article goes before."""
    assert [kind for kind, _ in cut(text)] == ["body"]


def test_wrapped_paragraphs_stay_whole() -> None:
    """In a text with lines of fixed width, a line that looks like a rule's inside a sentence stays body."""
    text = (
        "The poster at the gate of the old harbour asked\nAll readers to go on and\nread more\nabout the sea."
    )
    assert cut(f"{LONG}\n\n{text}")[-1] == ("body", f"{LONG}\n\n{text}")


def test_wrapped_boilerplate_is_whole() -> None:
    """A wrapped sentence of boilerplate goes with its second line."""
    notice = "This article was first published by the Aldane Courier, the paper\nof the northern coast."
    assert cut(f"{LONG}\n\n{notice}")[-1] == ("boilerplate", notice)


def test_blank_text_has_no_zones() -> None:
    """Nothing but white space has no zones."""
    assert cut("") == cut(" \n\t\n") == []


LINES = st.one_of(
    st.text(max_size=30),
    st.sampled_from([line for fitting, others in EXAMPLES.values() for line in (*fitting, *others)]),
    st.sampled_from(["", " ", "# Heading", LONG]),
)


@given(st.lists(LINES, max_size=15).map("\n".join), st.one_of(st.none(), LINES))
def test_zones_cover_the_text_in_whole_lines(text: str, title: str | None) -> None:
    """Zones are in order, touch, differ from their neighbours, and span from the first line to the last."""
    zones = find_zones(text, title=title)
    lines = text.split("\n")
    starts = [sum(len(line) + 1 for line in lines[:index]) for index in range(len(lines))]
    filled = [(start, start + len(line)) for start, line in zip(starts, lines, strict=True) if line.strip()]
    assert bool(zones) == bool(filled)
    if zones:
        assert (zones[0].start, zones[-1].end) == (filled[0][0], filled[-1][1])
    assert all(zone.start in starts and zone.start < zone.end for zone in zones)
    for zone, after in pairwise(zones):
        assert zone.end == after.start
        assert zone.kind != after.kind


@pytest.mark.parametrize(
    "piece", ["1-", "A ", "a. ", "By A", "(reporting by ", "©", "if you like our ", "“", "make a a ", "5:"]
)
def test_long_lines_are_cut_quickly(piece: str) -> None:
    """Lines made to mislead the patterns are judged without trying every way to divide them."""
    for line in (piece * 1000, "By " + piece * 300, piece * (590 // len(piece)) + "\x00"):
        assert find_zones(f"{line}\n\n{line}")[-1].end == 2 * len(line.rstrip("\n")) + 2
