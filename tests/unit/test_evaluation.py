"""Predictions compared with gold: what is matched with what, what is refused, how it is shown."""

import json

import pytest
from attributions import attribution, mark
from seed_files import write

import exporter
from exporter.brat import AnnotatedText, build_files
from exporter.errors import InputError, PackageError
from exporter.evaluation import build_evaluation, score_document
from exporter.evaluation.rendering import build_table
from exporter.exports.writing import write_tables
from exporter.records import DocumentRecords, QuoteSpan, Records
from exporter.tables import build_tables

RAIN = "It rained, Ana said. “It will snow,” said Ben."
RAIN_GOLD = (mark(RAIN, "It rained", source="Ana"), mark(RAIN, "“It will snow,”", source="Ben"))
SUN = "The sun will shine, they hope."
SUN_GOLD = (mark(SUN, "The sun will shine", "hope", "they"),)


def write_corpus(folder, **texts):
    """Write texts with their attributions as brat files."""
    annotated = [
        AnnotatedText(name=name, text=text, by_annotator={"": tuple(told)})
        for name, (text, told) in texts.items()
    ]
    for name, content in build_files(annotated):
        write(folder / name, content)
    return folder


@pytest.fixture
def gold(tmp_path):
    """Give a folder of two annotated texts."""
    return write_corpus(tmp_path / "gold", rain=(RAIN, RAIN_GOLD), sun=(SUN, SUN_GOLD))


@pytest.fixture
def build(build_document, build_quote):
    """Give what builds tables of texts, each by its path, in which the given attributions are quotes."""

    def build_all(texts):
        documents = []
        for number, (path, (text, told)) in enumerate(texts.items()):
            document = build_document(number, text, path=path)
            quotes = tuple(
                build_quote(100 * number + place, document.document_id, text, confidence=0.75, spans=spans)
                for place, spans in enumerate(_build_spans(text, each) for each in told)
            )
            documents.append(DocumentRecords(document=document, cluster_id="c_1", quotes=quotes))
        return build_tables(Records(documents=tuple(documents)))

    return build_all


def _build_spans(text, told):
    return tuple(
        QuoteSpan(role=role, part=part, start=piece.start, end=piece.end, text=text[piece.start : piece.end])
        for role in ("content", "cue", "source")
        for part, piece in enumerate(getattr(told, role))
    )


def test_the_gold_is_a_perfect_prediction(gold):
    """A folder of brat files compared with itself has 1 everywhere, and nothing is missing."""
    evaluation = exporter.evaluate(gold, gold)
    assert (evaluation.scores.exact.f1, evaluation.scores.end_to_end.f1) == (1, 1)
    assert (evaluation.missing, evaluation.extra, evaluation.bins) == ((), (), ())
    assert [(each.name, each.counts.gold) for each in evaluation.documents] == [("rain", 2), ("sun", 1)]


def test_tables_can_be_compared(gold, build):
    """What extract gave can be compared as it is; documents are known by the names of their files."""
    tables = build({"desk/rain.md": (RAIN, RAIN_GOLD[:1]), "sun.txt": (SUN, SUN_GOLD)})
    evaluation = exporter.evaluate(tables, gold, resamples=0)
    assert (evaluation.counts.predicted, evaluation.counts.right) == (2, 2)
    assert evaluation.scores.calibration_error == 0.25
    assert evaluation.intervals == {}


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_packages_can_be_compared(gold, build, tmp_path, kind):
    """A package in either format is a prediction."""
    write_tables(build({"rain.md": (RAIN, RAIN_GOLD), "sun.md": (SUN, ())}), tmp_path / "found", kind)
    evaluation = exporter.evaluate(tmp_path / "found", gold)
    assert (evaluation.counts.predicted, evaluation.counts.exact) == (2, 2)
    assert evaluation.missing == ()


def test_documents_of_other_names_are_known_by_their_text(gold, build):
    """A document with another name, or with a name that belongs to another text, is matched by its text."""
    tables = build({"all.jsonl#1": (RAIN, RAIN_GOLD), "rain.txt": (SUN, SUN_GOLD)})
    evaluation = exporter.evaluate(tables, gold)
    assert (evaluation.counts.exact, evaluation.missing, evaluation.extra) == (3, (), ())


def test_the_same_text_twice_is_matched_by_name(tmp_path):
    """Two documents with one text are not confused."""
    told = [RAIN_GOLD[:1], RAIN_GOLD[1:]]
    gold = write_corpus(tmp_path / "gold", a=(RAIN, told[0]), b=(RAIN, told[1]))
    assert exporter.evaluate(gold, gold).scores.exact.f1 == 1
    other = write_corpus(tmp_path / "other", a=(RAIN, told[1]), b=(RAIN, told[0]))
    assert exporter.evaluate(other, gold).scores.exact.f1 == 0


def test_missing_predictions_count_as_empty(gold, tmp_path):
    """A document of the gold without prediction lowers recall, and is named."""
    found = write_corpus(tmp_path / "found", rain=(RAIN, RAIN_GOLD))
    evaluation = exporter.evaluate(found, gold)
    assert (evaluation.scores.soft.precision, evaluation.scores.soft.recall) == (1, 2 / 3)
    assert evaluation.missing == ("sun",)


def test_predictions_without_gold_do_not_count(gold, tmp_path):
    """A document that was not annotated changes nothing, and is named."""
    found = write_corpus(
        tmp_path / "found", rain=(RAIN, RAIN_GOLD), sun=(SUN, SUN_GOLD), more=("Fog, she said.", SUN_GOLD[:0])
    )
    evaluation = exporter.evaluate(found, gold)
    assert (evaluation.scores.soft.f1, evaluation.extra) == (1, ("more",))


def test_predictions_on_another_text_are_refused(gold, tmp_path):
    """A document whose text is not the annotated one is an error that names it and both hashes."""
    found = write_corpus(tmp_path / "found", rain=(RAIN + "\n", RAIN_GOLD))
    with pytest.raises(
        InputError, match=r"'rain': predicted on another text \(expected sha256 \w{12}"
    ) as caught:
        exporter.evaluate(found, gold)
    assert "predict again on the texts of the gold" in caught.value.hint


def test_predictions_without_any_gold_are_refused(gold, tmp_path):
    """If no document is known, the wrong folder was named."""
    found = write_corpus(tmp_path / "found", fog=("Fog, she said.", ()))
    with pytest.raises(InputError, match=r"no prediction has gold \(expected .*'rain', 'sun', found 'fog'\)"):
        exporter.evaluate(found, gold)


@pytest.mark.parametrize(
    ("folder", "files", "error", "problem"),
    [
        ("found", {}, InputError, "or a catalog; found other files)"),
        ("nope", {}, InputError, "or a catalog; found nothing)"),
        ("found", {"datapackage.json": "{"}, PackageError, "cannot be read"),
        ("found", {"versions.json": "{"}, PackageError, "versions.json"),
        ("found", {"datapackage.json": '{"resources": []}'}, PackageError, "no table 'documents'"),
        ("found", {"x.txt": "x", "x.ann": "?"}, InputError, "x.ann, line 1: no annotation"),
    ],
    ids=["empty", "no folder", "package", "catalog", "no tables", "brat"],
)
def test_what_is_no_prediction_is_refused(gold, tmp_path, folder, files, error, problem):
    """An empty folder, or a damaged one of each kind, is refused with a hint."""
    (tmp_path / "found").mkdir()
    for name, content in files.items():
        write(tmp_path / "found" / name, content)
    with pytest.raises(error) as caught:
        exporter.evaluate(tmp_path / folder, gold)
    assert problem in str(caught.value)
    assert caught.value.hint


def test_a_package_of_other_tables_is_refused(gold, tmp_path):
    """A package whose tables lack what is compared is refused."""
    fields = [{"name": "document_id", "type": "string"}]
    resources = [
        {"name": name, "path": f"{name}.csv", "schema": {"fields": fields}}
        for name in ("documents", "quotes", "quote_spans", "sources", "entities", "mentions")
    ]
    write(tmp_path / "found" / "datapackage.json", json.dumps({"resources": resources}))
    for resource in resources:
        write(tmp_path / "found" / resource["path"], "document_id\na\n")
    with pytest.raises(PackageError, match="no tables of quotes"):
        exporter.evaluate(tmp_path / "found", gold)


def test_line_ends_do_not_matter(tmp_path):
    """Gold with a byte order mark and other line ends is compared with predictions on the normalised text."""
    text = "Rain\nwill come, Ana said.\n"
    told = mark(text, "Rain\nwill come", source="Ana")
    found = write_corpus(tmp_path / "found", rain=(text, [told]))
    raw = "\ufeff" + text.replace("\n", "\r\n")
    write(tmp_path / "gold" / "rain.txt", raw)
    ann = "T1\tContent 1 5;7 16\tRain will come\nT2\tSource 18 21\tAna\nE1\tSay:T1 Content:T1 Source:T2\n"
    write(tmp_path / "gold" / "rain.ann", ann)
    assert exporter.evaluate(found, tmp_path / "gold").scores.end_to_end.f1 == 1


@pytest.fixture
def evaluation():
    """Give the evaluation of two documents, of which one has neither gold nor predictions."""
    found = (mark(RAIN, "It rained", source="Ana"), attribution([(21, 46)]))
    return build_evaluation(
        {
            "rain|1": score_document(RAIN, RAIN_GOLD, found, [1.0, 0.25]),
            "sun": score_document(SUN, (), ()),
        },
        resamples=50,
        missing=["sun"],
    )


def test_the_text_shows_all_in_percent(evaluation):
    """The scores stand in Markdown tables, with a dash where there was nothing to be right about."""
    text = evaluation.to_text()
    assert text.splitlines()[0] == (
        "2 documents, 15 words; attributions: 2 annotated (1 direct, 1 indirect), 2 predicted"
    )
    assert [
        line.split(" | ")[0].strip("| ")
        for line in text.splitlines()
        if line.startswith("| ") and "---" not in line
    ] == [
        *("score", "words", "exact", "soft", "end to end", "source", "cue"),
        *("score", "source right", "cue right", "direct recall", "indirect recall"),
        *("direct end to end recall", "direct words recall", "indirect words recall"),
        *("quoted precision", "unquoted precision", "calibration error"),
        *("confidence", "20 to 30", "90 to 100"),
    ]
    assert "rain" not in text


def test_the_numbers_of_the_text(evaluation):
    """Precision, recall, F1 and interval stand in their columns."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in evaluation.to_text().splitlines()
    ]
    values = {row[0]: row[1:] for row in rows if len(row) > 1}
    assert values["soft"][:3] == ["100.0", "100.0", "100.0"]
    assert values["end to end"][:3] == ["50.0", "50.0", "50.0"]
    assert values["cue"][:3] == ["–", "–", "–"]
    assert values["source right"][0] == "50.0"
    assert values["calibration error"] == ["12.5", "–"]
    assert values["20 to 30"] == ["1", "25.0", "0.0"]
    low, high = map(float, values["words"][3].split("–"))
    assert 0 <= low <= float(values["words"][2]) <= high <= 100


def test_the_documents_are_listed_on_demand(evaluation):
    """Each document has a row; what it has nothing of is a dash, and a bar in a name is escaped."""
    rows = evaluation.to_text(per_document=True).splitlines()[-2:]
    assert [cell.strip() for cell in rows[0].split(" | ")][:3] == ["| rain\\|1", "2", "2"]
    assert [cell.strip(" |") for cell in rows[1].split(" | ")] == ["sun", "0", "0", *["–"] * 8]


def test_the_json_has_everything(evaluation):
    """Scores from 0 to 1, intervals as pairs, bins, counts, and who is missing; documents on demand."""
    values = json.loads(json.dumps(evaluation.to_json()))
    assert values["documents"] == 2
    assert values["scores"]["end_to_end"] == {"precision": 0.5, "recall": 0.5, "f1": 0.5}
    assert len(values["intervals"]["words_f1"]) == 2
    assert values["bins"][0] == {"low": 0.2, "high": 0.3, "predicted": 1, "confidence": 0.25, "right": 0.0}
    assert values["counts"]["gold"] == 2
    assert (values["missing"], values["extra"]) == (["sun"], [])
    assert "per_document" not in values
    listed = evaluation.to_json(per_document=True)["per_document"]
    assert [each["name"] for each in listed] == ["rain|1", "sun"]


def test_a_table_is_even():
    """All columns are as wide as their widest cell, the first to the left, the others to the right."""
    assert build_table(["a", "b"], [["x", "1.0"], ["long|er", "10.0"]]) == (
        "| a        |    b |\n| -------- | ---: |\n| x        |  1.0 |\n| long\\|er | 10.0 |"
    )
