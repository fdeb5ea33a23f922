"""The seeds and their gold annotations are what the guidelines beside them promise."""

import json
import re
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from exporter.documents import iter_seeds

SEEDS = Path(__file__).parents[2] / "seeds"
GOLD = SEEDS / "gold"
NAMES = sorted(f"gold/{path.stem}" for path in GOLD.glob("*.ann"))
UNSEEN = sorted(f"unseen/{path.stem}" for path in (SEEDS / "unseen").glob("*.ann"))
ENTITIES = {"Person", "Organization", "Place", "Group", "Event", "Work"}

each_document = pytest.mark.parametrize("name", NAMES + UNSEEN)


class Mark(NamedTuple):
    """One T line: its type, its pieces and its text."""

    type: str
    pieces: tuple[tuple[int, int], ...]
    text: str


class Standoff(NamedTuple):
    """One gold document, read as plainly as possible."""

    text: str
    marks: dict[str, Mark]
    events: dict[str, dict[str, str]]
    clusters: list[list[str]]
    attributes: dict[tuple[str, str], str]
    notes: list[tuple[str, str, str]]


def read_gold(name):
    """Read the text and the annotations of one document, line by line."""
    gold = Standoff((SEEDS / f"{name}.txt").read_bytes().decode("utf-8"), {}, {}, [], {}, [])
    for line in (SEEDS / f"{name}.ann").read_bytes().decode("utf-8").splitlines():
        key, body, *rest = line.split("\t")
        if key[0] == "T":
            kind, offsets = body.split(" ", 1)
            pieces = tuple(tuple(map(int, piece.split())) for piece in offsets.split(";"))
            gold.marks[key] = Mark(kind, pieces, rest[0])
        elif key[0] == "E":
            gold.events[key] = dict(argument.split(":") for argument in body.split())
        elif key == "*":
            gold.clusters.append(body.split()[1:])
        elif key[0] == "A":
            kind, target, value = body.split()
            gold.attributes[target, kind] = value
        elif key[0] == "#":
            kind, target = body.split()
            gold.notes.append((kind, target, rest[0]))
        else:
            pytest.fail(f"unknown line: {line}")
    return gold


def find_quoted(text):
    """Tell for every character whether it is between double quotation marks; no quotation crosses a line."""
    inside = []
    for line in text.splitlines(keepends=True):
        is_open = False
        for character in line:
            if character in "“”" or character == '"':
                is_open = character == "“" or (character == '"' and not is_open)
            inside.append(is_open)
    return inside


def first_spans(gold):
    """Give the first source span of every source."""
    later = {mark for cluster in gold.clusters for mark in cluster[1:]}
    return {key for key, mark in gold.marks.items() if mark.type == "Source"} - later


def read_conf():
    """Map every declared type to its section, and every attribute to its values."""
    declared, values, section = {}, {}, ""
    for line in (GOLD / "annotation.conf").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            name, *rest = line.split(None, 1)
            declared[name] = section
            values[name] = set(re.sub(r".*Value:", "", rest[0]).split("|")) if rest else set()
    return declared, values


def test_there_are_at_least_ten_articles():
    """There are enough articles, and each is as long as a short wire story."""
    assert len(NAMES) >= 10
    assert len(UNSEEN) >= 6
    assert all(250 <= len(read_gold(name).text.split()) <= 600 for name in NAMES + UNSEEN)


@each_document
def test_offsets_hold(name):
    """The text of every T line is what stands at its offsets, and no piece reaches over a line."""
    gold = read_gold(name)
    for mark in gold.marks.values():
        pieces = [gold.text[start:end] for start, end in mark.pieces]
        assert " ".join(pieces) == mark.text
        assert all(piece and piece == piece.strip() and "\n" not in piece for piece in pieces)
        assert list(mark.pieces) == sorted(mark.pieces)


@each_document
def test_types_are_declared(name):
    """Every type and every attribute value in use is declared in annotation.conf."""
    gold = read_gold(name)
    declared, values = read_conf()
    assert all(declared[mark.type] in {"entities", "events"} for mark in gold.marks.values())
    assert all(
        declared[kind] == "attributes" and value in values[kind]
        for (_, kind), value in gold.attributes.items()
    )
    assert {kind for kind, _, _ in gold.notes} <= {"Role", "Affiliation", "AnonymityReason"}


@each_document
def test_references_resolve(name):
    """Events name spans of the right types, their trigger stands on the cue, and every span is used."""
    gold = read_gold(name)
    for event in gold.events.values():
        assert {"Attribution", "Cue", "Content"} <= set(event) <= {"Attribution", "Source", "Cue", "Content"}
        assert all(gold.marks[target].type == role for role, target in event.items())
        assert gold.marks[event["Attribution"]].pieces == gold.marks[event["Cue"]].pieces
    used = {target for event in gold.events.values() for target in event.values()}
    assert used == {key for key, mark in gold.marks.items() if mark.type not in ENTITIES}


@each_document
def test_clusters_do_not_overlap(name):
    """A span is in one cluster at most, with spans of its own type, in order of appearance."""
    gold = read_gold(name)
    members = [key for cluster in gold.clusters for key in cluster]
    assert len(members) == len(set(members))
    for cluster in gold.clusters:
        assert len(cluster) > 1
        assert len({gold.marks[key].type for key in cluster}) == 1
        starts = [gold.marks[key].pieces[0] for key in cluster]
        assert starts == sorted(starts)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_name_is_the_same_entity(name):
    """Two mentions with the same words are never two entities of one document; among the unseen are namesakes."""
    gold = read_gold(name)
    cluster_of = {key: number for number, cluster in enumerate(gold.clusters) for key in cluster}
    known = {}
    for key, mark in gold.marks.items():
        if mark.type in ENTITIES:
            cluster = cluster_of.get(key, key)
            assert known.setdefault(mark.text.casefold(), cluster) == cluster


@each_document
def test_every_source_is_described_once(name):
    """Attributes and notes stand on the first span of every source, and notes are in words of the text."""
    gold = read_gold(name)
    sources = first_spans(gold)
    for kind in ("Naming", "Kind", "Count"):
        assert {target for target, attribute in gold.attributes if attribute == kind} == sources
    assert {target for target, attribute in gold.attributes if attribute == "QuoteType"} == set(gold.events)
    assert all(target in sources and note in gold.text for _, target, note in gold.notes)


@pytest.mark.parametrize("name", NAMES)
def test_only_the_unnamed_have_a_reason(name):
    """A reason for anonymity belongs to a source without name; among the unseen one gives a first name alone."""
    gold = read_gold(name)
    reasons = {target for kind, target, _ in gold.notes if kind == "AnonymityReason"}
    assert all(gold.attributes[target, "Naming"] == "unnamed" for target in reasons)


@each_document
def test_quote_types_follow_the_marks(name):
    """A content is direct, mixed or indirect as all, some or none of its words are between marks."""
    gold = read_gold(name)
    quoted = find_quoted(gold.text)
    for key, event in gold.events.items():
        pieces = gold.marks[event["Content"]].pieces
        words = [
            quoted[start + word.start()]
            for start, end in pieces
            for word in re.finditer(r"\w+", gold.text[start:end])
        ]
        expected = "direct" if all(words) else "mixed" if any(words) else "indirect"
        assert gold.attributes[key, "QuoteType"] == expected, gold.marks[event["Content"]].text


@each_document
def test_attributions_are_not_nested(name):
    """No cue or source lies within the content of another attribution."""
    gold = read_gold(name)
    inside = [piece for mark in gold.marks.values() if mark.type == "Content" for piece in mark.pieces]
    for mark in gold.marks.values():
        if mark.type in {"Cue", "Source"}:
            assert not any(a < end and start < b for start, end in mark.pieces for a, b in inside), mark.text


def test_every_kind_of_quote_and_source_occurs():
    """Each quote type, naming and source kind is there, and missing sources and reasons for anonymity."""
    golds = [read_gold(name) for name in NAMES]
    values = {(kind, value) for gold in golds for (_, kind), value in gold.attributes.items()}
    assert {value for kind, value in values if kind == "QuoteType"} == {"direct", "indirect", "mixed"}
    assert {value for kind, value in values if kind == "Naming"} == {"named", "unnamed"}
    kinds = {"person", "group", "organization", "government", "document"}
    assert {value for kind, value in values if kind == "Kind"} >= kinds
    assert any("Source" not in event for gold in golds for event in gold.events.values())
    assert any(kind == "AnonymityReason" for gold in golds for kind, _, _ in gold.notes)
    assert {mark.type for gold in golds for mark in gold.marks.values()} >= ENTITIES


def test_every_form_of_metadata_occurs():
    """Bare texts, both kinds of sidecar, front matter and a collection are among the seeds."""
    texts = {path.stem for path in SEEDS.glob("*.txt")}
    in_json = {path.name.removesuffix(".meta.json") for path in SEEDS.glob("*.meta.json")}
    in_yaml = {path.name.removesuffix(".meta.yaml") for path in SEEDS.glob("*.meta.yaml")}
    assert (len(in_json), len(in_yaml), len(texts - in_json - in_yaml)) == (2, 1, 3)
    assert len(list(SEEDS.glob("*.md"))) == 4 + 1  # and the README
    assert len((SEEDS / "briefs.jsonl").read_text(encoding="utf-8").splitlines()) == 2


def test_metadata_differs_in_form():
    """Authors come as list and as string, dates with and without a time, and some documents have no id."""
    given = [json.loads(line) for line in (SEEDS / "briefs.jsonl").read_text(encoding="utf-8").splitlines()]
    given += [json.loads(path.read_text(encoding="utf-8")) for path in SEEDS.glob("*.meta.json")]
    given += [
        yaml.safe_load(path.read_text(encoding="utf-8").split("---\n")[1])
        for path in SEEDS.glob("*.md")
        if path.name != "README.md"
    ]
    assert {type(metadata["authors"]) for metadata in given} == {list, str}
    assert {len(str(metadata["published_at"])) > 10 for metadata in given} == {True, False}
    assert {"id" in metadata for metadata in given} == {True, False}
    assert {metadata["license"] for metadata in given} == {"CC0-1.0", "CC-BY-4.0"}


def test_gold_text_is_what_is_read():
    """The text beside each annotation is the normalised text that exporter reads, for every seed there is."""
    paths = [path for path in sorted(SEEDS.iterdir()) if path.suffix in {".txt", ".md", ".jsonl"}]
    seeds = list(iter_seeds([path for path in paths if path.name != "README.md"]))
    assert all(not seed.findings for seed in seeds)
    found = {
        re.sub(r"\.\w+(#|$)", r"\1", Path(seed.path).name).replace("#", "-"): seed.document.text
        for seed in seeds
    }
    assert found == {name.removeprefix("gold/"): read_gold(name).text for name in NAMES}
