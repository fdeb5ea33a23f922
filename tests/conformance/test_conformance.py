"""Validation gives the verdict of the standard on many small packages, and frictionless the one on record."""

import re
import socket

import frictionless
import pytest
from conformance_cases import FORMATS, TWINS, build_url, iter_cases, read_differences, read_version
from conformance_packages import write_package

from exporter.findings import CODES
from exporter.validation import validate

CASES = list(iter_cases())
JUDGED = [case for case in CASES if case.frictionless.verdict != "not run"]


def is_at(finding, place):
    """Tell whether a finding is at a place; one further down in the descriptor will do."""
    pointer = place.get("pointer")
    return all(getattr(finding, name) == place[name] for name in ("row", "field") if name in place) and (
        pointer is None or f"{finding.pointer}/".startswith(f"{pointer}/")
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_exporter_says_what_the_standard_says(case, tmp_path):
    """The verdict is the standard's; the errors have the codes and places of the case, and no others."""
    report = validate(write_package(case, tmp_path).parent)
    errors = [finding for finding in report.findings if finding.level == "error"]
    shown = report.to_text()
    assert report.valid == (case.verdict == "valid"), shown
    assert {finding.code for finding in errors} == case.codes, shown
    if case.places:
        assert len(errors) == len(case.places), shown
        for place in case.places:
            assert any(is_at(finding, place) for finding in errors), f"nothing at {place}:\n{shown}"


def judge(case, folder):
    """Give the verdict of frictionless on a case.

    It is valid, invalid, crash if it fails instead, or partly if it says invalid but misses rows that are.
    """
    path = str(write_package(case, folder))
    try:
        report = frictionless.validate(path)
    except Exception:
        return "crash"
    errors = [*report.errors, *(error for task in report.tasks for error in task.errors)]
    wrong = {place["row"] for place in case.places if "row" in place}
    if report.valid or wrong <= {getattr(error, "row_number", None) for error in errors}:
        return "valid" if report.valid else "invalid"
    return "partly"


@pytest.fixture
def no_network(monkeypatch):
    """Refuse every connection and every look-up of a name, and fail if one was tried."""
    tried = []

    def refuse(*arguments, **_):
        tried.append(arguments)
        raise OSError("no network in tests")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    yield
    assert not tried


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
@pytest.mark.usefixtures("no_network")
@pytest.mark.parametrize("case", JUDGED, ids=lambda case: case.name)
def test_frictionless_says_what_is_on_record(case, tmp_path):
    """Frictionless gives the verdict of the standard, or the other one that the list of differences has."""
    assert judge(case, tmp_path) == case.frictionless.verdict


def test_every_rule_has_two_packages():
    """Each rule comes as a valid package and as an invalid one, in the same formats, so that no check is empty."""
    kinds = {}
    for case in CASES:
        kinds.setdefault(case.rule, {}).setdefault(case.verdict, []).append(case.format)
    for rule, verdicts in kinds.items():
        assert set(verdicts) == set(TWINS), rule
        assert verdicts["valid"] == verdicts["invalid"], rule


def test_cases_are_whole():
    """Names are unique and plain, formats known, sentences are sentences, sections can be linked, codes exist."""
    names = [case.name for case in CASES]
    assert len(names) == len(set(names))
    for case in CASES:
        assert re.fullmatch(r"[A-Za-z0-9-]+", case.rule), case.name
        assert case.format in FORMATS, case.name
        assert case.sentence.endswith("."), case.name
        assert build_url(case.see), case.name
        assert bool(case.codes) == (case.verdict == "invalid"), case.name


def test_codes_of_cases_are_errors():
    """Every code that a case expects is one of an error."""
    codes = {code for case in CASES for code in case.codes}
    assert {code for code in codes if code not in CODES or CODES[code].level != "error"} == set()


def test_list_of_differences_is_current():
    """The list is of the version that is installed, and every entry is of a case and differs from the standard."""
    assert frictionless.__version__.startswith(f"{read_version()}."), "judge anew"
    differences = read_differences()
    used = {key: case for case in CASES for key in (case.name, case.name.partition(":")[0])}
    assert set(differences) <= set(used)
    assert [name for name, judged in differences.items() if judged.verdict == used[name].verdict] == []
