"""Every rule for zones has lines that it fits and lines that it must leave alone."""

import pytest

from exporter.documents.boilerplate_rules import BOILERPLATE_RULES
from exporter.documents.byline_rules import BYLINE_RULES, OUTLET_ALONE, PLACE_ALONE, WRITER
from exporter.documents.zones import find_rule

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
    "place-and-agency": (
        ["PORT ALDANE (Reuters) —", "OSLO (AP)"],
        ["PORT ALDANE (Reuters) — Dockers voted to strike.", "Oslo (the capital)"],
    ),
    "labelled": (
        [
            "Date: 2024-09-03",
            "Publisher: Westmark Gazette",
            "URL: https://example.org/a",
            "Tags: ferries, courts",
        ],
        ["Language: it keeps nurses out of wards.", "Update the date", "Date palms"],
    ),
    "place-alone": (["PORT ALDANE", "LONDON —"], ["PORT ALDANE IS A QUIET TOWN", "Port Aldane", "LETTERS."]),
    "writer": (
        ["Staff Writer", "Senior reporter, Aldane Courier", "Special to the Aldane Courier", "Courier staff"],
        ["The writer left the port", "A reporter asked him", "To the port"],
    ),
    "outlet-alone": (
        ["Aldane Courier", "The Northern Wire"],
        ["Aldane Courier has learnt", "A quiet town wakes up early"],
    ),
    "advertisement": (
        [
            "Advertisement",
            "- ADVERTISEMENT -",
            "Ad",
            "Sponsored by Norland Ferries",
            "Story continues below advertisement",
            "Article continues after this ad",
            "Advertisement - scroll to continue",
            "ADVERTISEMENT | CONTINUE READING BELOW",
            "Skip advertisement",
            "Scroll down for more",
        ],
        [
            "Advertisement for the post closed on Friday",
            "The story continues below.",
            "Story continues after the strike",
            "Advertising is dead",
        ],
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
    "caption": (
        [
            "Photo: The mill on Friday, before it burnt. (Mara Quist/Northern Wire)",
            "The mill on Friday. Photograph: Mara Quist/Northern Wire",
            "The mill, which closed in 2019. (AP Photo/Mara Quist, File)",
            "FILE - The mill stands in Aldane on May 3, 2024.",
            "Mara Quist / Northern Wire",
            "Credit: Mara Quist",
        ],
        [
            "The bill (Quist/Lind) passed.",
            "Photo finish: nobody knew who had won.",
            "He liked the photo by Mara Quist.",
            "Photo: “We sail,” the captain said. (Mara Quist/Northern Wire)",
        ],
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

RULES = {rule.name: rule for rule in (*BYLINE_RULES, WRITER, PLACE_ALONE, OUTLET_ALONE, *BOILERPLATE_RULES)}


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
