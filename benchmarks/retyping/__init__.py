"""Types a clean article, one paragraph a line, again in the forms in which news comes.

To add a form, name a function from text to text in FORMS. It chooses by nothing but the text, and adds no letters but
those that fold() in rows.py takes out again and those of top lines.
"""

from collections.abc import Mapping, Sequence

from benchmarks.retyping import breaks, characters, marks, markup, tokens, tops
from benchmarks.retyping.choosing import Form

_LAST = ("date", "byline", "place", "photo-credit", "share-line", "advertisement")
_TOPS: dict[str, Form] = {
    f"{kind}{name}": tops.put_over(kind, gap=gap)
    for kind in tops.TOPS
    for name, gap in (("-above", "\n"), ("-apart", "\n\n"))
}

FORMS: Mapping[str, Form] = {
    "single-breaks": breaks.part_by("\n"),
    "double-breaks": breaks.part_by("\n\n"),
    "triple-breaks": breaks.part_by("\n\n\n"),
    "one-line": breaks.join_body,
    "wrapped-60": breaks.wrap(60),
    "wrapped-72": breaks.wrap(72),
    "wrapped-80": breaks.wrap(80),
    "wrapped-100": breaks.wrap(100),
    "wrapped-72-at-hyphens": breaks.wrap(72, hyphens=True),
    "wrapped-45-dense": breaks.wrap(45, gap="\n"),
    "wrapped-60-dense": breaks.wrap(60, gap="\n"),
    "wrapped-72-dense": breaks.wrap(72, gap="\n"),
    "wrapped-80-dense": breaks.wrap(80, gap="\n"),
    "wrapped-72-margin": breaks.wrap(72, first="    ", margin="    "),
    "indented": breaks.wrap(72, gap="\n", first="    "),
    "indented-by-tabs": breaks.wrap(76, gap="\n", first="\t"),
    "hyphenated": breaks.hyphenate(60),
    "hyphenated-dense": breaks.hyphenate(72, gap="\n"),
    "justified": breaks.justify(66),
    "pages": breaks.paginate(40, breaks.wrap(72)),
    "pages-dense": breaks.paginate(38, breaks.wrap(72, gap="\n")),
    "pages-short": breaks.paginate(20, breaks.wrap(66), feed="\f"),
    "pages-hyphenated": breaks.paginate(36, breaks.hyphenate(64)),
    "e-mail": breaks.quote_mail,
    "sentence-lines": breaks.part_sentences(sentence="\n", paragraph="\n\n"),
    "sentence-lines-dense": breaks.part_sentences(sentence="\n", paragraph="\n"),
    "sentence-paragraphs": breaks.part_sentences(sentence="\n\n", paragraph="\n\n"),
    "spaces-after-sentences": characters.space_sentences,
    "two-spaces": characters.space_by("  "),
    "no-break-spaces": characters.space_by("\u00a0"),
    "some-no-break-spaces": characters.space_some_by("\u00a0", "\u202f"),
    "thin-spaces": characters.space_some_by("\u2009", "\u200a", "\u2002", share=0.4),
    "tabs": characters.space_some_by("\t", " \t", share=0.1),
    "tabs-before-paragraphs": characters.indent_lines,
    "trailing-spaces": characters.trail,
    **{name: marks.type_marks(each) for name, each in marks.MARK_FORMS.items()},
    "spaced-tokens": tokens.space_tokens,
    "split-contractions": tokens.split_contractions,
    "named-entities": markup.name_entities,
    "numbered-entities": markup.number_entities,
    "quote-entities": markup.quote_entities,
    "paragraph-tags": markup.tag_paragraphs,
    "break-tags": markup.break_by_tags,
    "inline-tags": markup.tag_inline,
    "markdown-bold": markup.surround_names(("**", "**"), ("__", "__")),
    "markdown-italic": markup.surround_quoted(("*", "*"), ("_", "_")),
    "markdown-links": markup.surround_names(("[", "]({})")),
    "markdown-bullets": markup.bullet("-"),
    "markdown-stars": markup.bullet("*"),
    "markdown-block-quotes": markup.bullet(">"),
    "mojibake-replaced": characters.misread(lambda _: "\ufffd"),
    "mojibake-controls": characters.misread(chr),
    "soft-hyphens": characters.put_inside_words("\u00ad"),
    "zero-width-spaces": characters.put_beside_words("\u200b"),
    "zero-width-joiners": characters.put_inside_words("\u200d"),
    "word-joiners": characters.put_beside_words("\u2060"),
    "byte-order-marks": characters.put_beside_words("\ufeff", share=0.1),
    "decomposed": characters.decompose,
    "ligatures": characters.tie,
    "lower-case": characters.lower,
    "capitals": characters.capitalise,
    **_TOPS,
    "all-above": tops.put_over(*_LAST, gap="\n"),
    "all-apart": tops.put_over(*_LAST, gap="\n\n"),
}
"""The forms by name."""

COMBINATIONS: Sequence[Sequence[str]] = (
    *(("wrapped-72" if top.endswith("-apart") else "wrapped-72-dense", top) for top in _TOPS),
    ("wrapped-72", "all-above"),
    ("wrapped-72-dense", "all-above"),
    ("hyphenated-dense", "all-apart"),
    ("pages-dense", "byline-above", "date-above"),
    ("single-breaks", "all-above"),
    ("indented", "byline-above"),
    ("straight-singles", "wrapped-72", "some-no-break-spaces"),
    ("straight-singles", "wrapped-72-dense", "date-above"),
    ("straight-singles", "two-spaces"),
    ("straight-singles", "one-line"),
    ("straight-singles", "pages"),
    ("straight-singles", "soft-hyphens", "hyphenated"),
    ("curly-singles", "wrapped-60-dense"),
    ("curly-singles", "hyphenated", "trailing-spaces"),
    ("curly-singles", "numbered-entities"),
    ("curly-singles", "paragraph-tags"),
    ("straight", "wrapped-72-dense", "byline-above"),
    ("straight", "e-mail", "two-spaces"),
    ("straight", "markdown-links", "wrapped-80"),
    ("guillemets-no-break", "wrapped-72"),
    ("low-high", "wrapped-72-dense"),
    ("tex", "wrapped-80"),
    ("spaced-tokens", "split-contractions"),
    ("spaced-tokens", "wrapped-72"),
    ("spaced-marks", "single-breaks", "share-line-above"),
    ("quote-entities", "break-tags"),
    ("named-entities", "paragraph-tags"),
    ("inline-tags", "numbered-entities"),
    ("inline-tags", "paragraph-tags", "date-apart"),
    ("markdown-bold", "markdown-italic", "wrapped-72"),
    ("markdown-links", "markdown-bullets"),
    ("mojibake-replaced", "wrapped-72"),
    ("mojibake-controls", "single-breaks", "byline-above"),
    ("soft-hyphens", "wrapped-72", "no-break-spaces"),
    ("zero-width-spaces", "wrapped-72-dense", "place-above"),
    ("decomposed", "ligatures", "hyphenated"),
    ("spaces-after-sentences", "wrapped-80", "tabs"),
    ("thin-spaces", "pages-short"),
    ("sentence-lines", "two-spaces", "date-above"),
    ("lower-case", "wrapped-72"),
    ("lower-case", "straight-singles"),
    ("capitals", "wrapped-72-dense", "date-above"),
)
"""Forms that are put on one after the other, in this order."""


def retype(text: str, names: Sequence[str]) -> str:
    """Type a text again in forms, one after the other."""
    for name in names:
        text = FORMS[name](text)
    return text


def is_of_one_size(names: Sequence[str]) -> bool:
    """Tell whether forms leave no difference between small letters and capitals."""
    return not {"lower-case", "capitals"}.isdisjoint(names)


def has_no_paragraphs(names: Sequence[str]) -> bool:
    """Tell whether forms leave nothing that tells where a paragraph ends, which a reader can only guess then."""
    return not {"one-line", "sentence-lines-dense", "sentence-paragraphs"}.isdisjoint(names)
