"""The command `validate`: reports, files, exit codes, baselines, standard input."""

import errno
import io
import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import frictionless
import pytest

from exporter.findings import CODES
from exporter.validation.keys import table_keys
from exporter.validation.report.findings_log import LIMIT
from exporter.validation.report.formats import REPORTERS

KINDS = tuple(REPORTERS)
MACHINES = tuple(kind for kind in KINDS if kind != "text")

each_machine = pytest.mark.parametrize("kind", MACHINES)


@pytest.fixture
def package(folder):
    """Give a package of a table with one error and one warning."""
    return write_package(folder / "ships", b"\xef\xbb\xbfid,port\n1,Riga\nx,Oslo\n")


def write_package(folder, content):
    """Write a package of one table."""
    fields = [{"name": "id", "type": "integer"}, {"name": "port", "type": "string"}]
    resource = {"name": "ships", "path": "data/ships.csv", "schema": {"fields": fields}}
    (folder / "data").mkdir(parents=True)
    (folder / "datapackage.json").write_text(json.dumps({"resources": [resource]}))
    (folder / "data" / "ships.csv").write_bytes(content)
    return folder


def read_verdict(kind, output):
    """Read a report and tell whether it says that all is well, and with what codes."""
    if kind == "json":
        content = json.loads(output)
        assert frictionless.Report.from_descriptor(content).valid == content["valid"]
        return content["valid"], set(content["counts"])
    if kind == "sarif":
        (run,) = json.loads(output)["runs"]
        results = {result["ruleId"] for result in run["results"]}
        return not any(item["level"] == "error" for item in run["results"]), results
    if kind == "junit":
        root = ElementTree.fromstring(output.encode())
        cases = {case.get("name") for case in root.iter("testcase")} - {"checked"}
        return root.get("failures") == root.get("errors") == "0", cases
    if kind == "html":
        codes = set(
            re.findall(r'<td><span class="(?:error|warning)">(?:error|warning)</span> ([a-z-]+)</td>', output)
        )
        return "<title>exporter validate: valid</title>" in output, codes
    titles = re.findall(r"^::(\w+) .*?title=([^:,]+)::", output, re.MULTILINE)
    assert len(titles) == len(output.splitlines())
    return "error" not in dict(titles), {title for _, title in titles} - {"exporter validate"}


@each_machine
def test_every_format_tells_the_same(run, package, kind):
    """Each format has the verdict and the codes."""
    result = run("validate", "ships", "--format", kind)
    assert result.exit_code == 1
    assert read_verdict(kind, result.stdout) == (False, {"csv-bom", "type-error"})


def test_several_reports_at_once(run, package):
    """Each report goes to its file, as it would stand on standard output, and one to standard output."""
    pairs = [f"--report={kind}=out.{kind}" for kind in KINDS]
    result = run("validate", "ships", "--json", *pairs)
    assert result.exit_code == 1
    assert json.loads(result.stdout)["counts"] == {"csv-bom": 1, "type-error": 1}
    assert result.stderr.splitlines() == [f"wrote out.{kind}" for kind in KINDS]
    for kind in ("text", "github", "sarif"):
        assert Path(f"out.{kind}").read_text("utf-8") == run("validate", "ships", "--format", kind).stdout
    for kind in MACHINES:
        assert read_verdict(kind, Path(f"out.{kind}").read_text("utf-8"))[0] is False


def test_the_report_itself_can_go_to_a_file(run, package):
    """With --out nothing is on standard output; with -q nothing on standard error."""
    result = run("validate", "ships", "--format", "sarif", "--out", "a.sarif", "-q")
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "")
    assert read_verdict("sarif", Path("a.sarif").read_text())[0] is False


@pytest.mark.parametrize(
    "arguments",
    [
        ["--format", "yaml"],
        ["--report", "sarif"],
        ["--report", "sarif="],
        ["--report", "yaml=out"],
        ["--report", "sarif=out", "--report", "junit=./out"],
        ["--out", "out", "--report", "junit=out"],
        ["--out", "out", "--write-baseline", "out"],
        ["--json", "--format", "sarif"],
        ["--fail-on", "nothing"],
        ["--limit", "-1"],
        ["--limit", "many"],
    ],
    ids=" ".join,
)
def test_wrong_usage(run, package, arguments):
    """Wrong usage ends with 2 before anything is read or written."""
    result = run("validate", "ships", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("Usage: exporter validate")
    assert [path.name for path in Path().iterdir()] == ["ships"]


@pytest.mark.parametrize(
    ("content", "codes"),
    [(b"id,port\n1,Riga\n", (0, 0, 0)), (b"\xef\xbb\xbfid,port\n", (0, 1, 0)), (b"id,port\nx,\n", (1, 1, 0))],
    ids=["nothing", "warning", "error"],
)
def test_what_fails_can_be_chosen(run, folder, content, codes):
    """Errors fail, warnings too if asked, or nothing at all."""
    write_package(folder / "p", content)
    found = [run("validate", "p", "--fail-on", level).exit_code for level in ("error", "warning", "never")]
    assert tuple(found) == codes
    assert run("validate", "p").exit_code == codes[0]


def test_a_limit_cuts_the_listing_but_not_the_totals(run, folder):
    """So many findings of one code are listed, all are counted, and the default is that of the core."""
    write_package(folder / "p", b"id,port\n" + b"x,\n" * 1200)
    for limit in (0, 7, 1000):
        content = json.loads(run("validate", "p", "--json", "--limit", str(limit)).stdout)
        assert (len(content["findings"]), content["counts"]) == (limit, {"type-error": 1200})
    assert "(1,200 in all)" in run("validate", "p").stdout
    assert len(run("validate", "p").stdout.splitlines()) < 10
    assert len(json.loads(run("validate", "p", "--json").stdout)["findings"]) == LIMIT


FAILURES = {
    "fault": (ZeroDivisionError("hunter2"), "internal-error", 3),
    "memory": (MemoryError(), "internal-error", 3),
    "recursion": (RecursionError(), "internal-error", 3),
    "system": (PermissionError(errno.EACCES, "Permission denied", "ships"), "validation-failed", 3),
    "interrupt": (KeyboardInterrupt(), "validation-failed", 130),
}


@each_machine
@pytest.mark.parametrize(("error", "code", "number"), FAILURES.values(), ids=FAILURES)
def test_a_crash_is_a_report(run, package, monkeypatch, kind, error, code, number):
    """Whatever happens, there is one report on standard output that says so, and one in every file."""

    def fail(*_, **__):
        raise error

    monkeypatch.setattr("exporter.validation.validate", fail)
    result = run(
        "validate", "ships", "--format", kind, "--report", "json=also.json", "--report", "text=a.txt"
    )
    assert result.exit_code == number
    assert read_verdict(kind, result.stdout) == (False, {code})
    assert read_verdict("json", Path("also.json").read_text()) == (False, {code})
    assert not Path("a.txt").exists()
    assert "hunter2" not in result.stdout
    assert len(result.stderr.splitlines()) in (2, 3)


@each_machine
@pytest.mark.parametrize(
    "arguments",
    [
        ["nope"],
        ["ships", "--baseline", "nope.json"],
        ["ships", "--baseline", "ships/data/ships.csv"],
        ["ships", "--report", "sarif=no/such.sarif"],
        ["ships", "--report", "sarif=ships"],
        ["ships", "--write-baseline", "no/such.json"],
        ["ships", "nope"],
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_a_report(run, package, kind, arguments):
    """A missing target, a broken baseline and a file that cannot be are told in the report, too."""
    result = run("validate", *arguments, "--format", kind)
    assert result.exit_code == 3
    assert read_verdict(kind, result.stdout) == (False, {"validation-failed"})
    assert result.stderr.startswith("error: ")


@pytest.mark.skipif(os.name != "posix", reason="signals and pipes as POSIX has them")
def test_a_real_interrupt_is_a_report(folder):
    """A process that is interrupted while it reads ends with 130, and its report is one whole document."""
    process = subprocess.Popen(
        [sys.executable, "-c", "from exporter.cli import main; main()", "validate", "-", "--json"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdin.write(b"A line of an article.\n" * 20_000)  # More than a pipe holds: it is being read now.
    process.stdin.flush()
    process.send_signal(signal.SIGINT)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, errors) == (130, b"interrupted\n")
    assert read_verdict("json", output.decode()) == (False, {"validation-failed"})


def test_a_crash_in_a_check_ends_with_3(run, package, monkeypatch):
    """A check that fails unforeseen is one finding among the others, and the exit code is 3 whatever --fail-on says."""

    def fail(*_):
        raise RuntimeError("hunter2")

    monkeypatch.setattr(table_keys.TableKeys, "finish", fail)
    for level in ("error", "warning", "never"):
        result = run("validate", "ships", "--json", "--fail-on", level)
        assert result.exit_code == 3
        assert json.loads(result.stdout)["counts"] == {"csv-bom": 1, "internal-error": 1, "type-error": 1}
    assert run("validate", "ships", "--write-baseline", "b.json").exit_code == 3


def test_a_crash_in_a_report_is_a_report(run, package, monkeypatch):
    """When one of several reports cannot be made, all say so, and no other stands beside them."""
    calls = []

    def fail(report):
        calls.append(report)
        if len(calls) == 1:
            raise ZeroDivisionError
        return "<testsuites/>"

    monkeypatch.setattr("exporter.validation.report.formats.junit.render", fail)
    result = run("validate", "ships", "--json", "--report", "junit=a.xml")
    assert result.exit_code == 3
    assert read_verdict("json", result.stdout) == (False, {"internal-error"})


def test_a_report_that_cannot_be_made_at_all_is_left_out(run, package, monkeypatch):
    """A format that fails even for the report of the failure does not take standard output with it."""

    def fail(_):
        raise ZeroDivisionError

    monkeypatch.setattr("exporter.validation.report.formats.junit.render", fail)
    result = run("validate", "ships", "--report", "junit=a.xml", "--json")
    assert result.exit_code == 3
    assert read_verdict("json", result.stdout) == (False, {"internal-error"})
    assert not Path("a.xml").exists()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EIO], ids=errno.errorcode.get)
def test_a_file_is_written_whole_or_not_at_all(run, package, monkeypatch, number):
    """When the disk fails the old file stays, no part of a new one is left, and the report is still printed, once."""
    Path("old.sarif").write_text("old")

    def fail(_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "fsync", fail)
    result = run("validate", "ships", "--json", "--report", "sarif=old.sarif")
    assert result.exit_code == 3
    assert result.stderr.splitlines()[0] == f"error: old.sarif: {os.strerror(number)}"
    assert read_verdict("json", result.stdout) == (False, {"csv-bom", "type-error"})
    assert Path("old.sarif").read_text() == "old"
    assert sorted(path.name for path in Path().iterdir()) == ["old.sarif", "ships"]


@pytest.mark.skipif(os.name != "posix", reason="devices and links as POSIX has them")
def test_devices_and_links_stay_what_they_are(run, package):
    """A report can go to a device, and through a link, and neither is replaced."""
    Path("real.json").write_text("old")
    Path("link.json").symlink_to("real.json")
    result = run("validate", "ships", "--report", "json=link.json", "--out", "/dev/null")
    assert result.exit_code == 1
    assert Path("link.json").is_symlink()
    assert read_verdict("json", Path("real.json").read_text())[0] is False
    assert Path("/dev/null").is_char_device()


def test_a_baseline_fails_on_new_findings_only(run, package):
    """Accepted findings are said and counted; a new one fails; one that is gone is told."""
    made = run("validate", "ships", "--write-baseline", "known.json")
    assert made.exit_code == 0
    assert made.stdout == "valid: 0 errors, 0 warnings; checked 2 rows in 1 table, 2 files; 2 known\n"
    assert made.stderr == "wrote known.json\n"
    assert run("validate", "ships", "--baseline", "known.json", "--fail-on", "warning").exit_code == 0
    table = package / "data" / "ships.csv"
    table.write_bytes(b"\xef\xbb\xbfid,port\n1,Riga\n2,Bergen\nx,Oslo\ny,Oslo\n")
    worse = run("validate", "ships", "--baseline", "known.json", "--json")
    content = json.loads(worse.stdout)
    assert (worse.exit_code, content["valid"], content["known"]) == (
        1,
        False,
        {"csv-bom": 1, "type-error": 1},
    )
    assert [(item["row"], item["cell"]) for item in content["findings"]] == [(5, "y")]
    table.write_bytes(b"id,port\n1,Riga\n")
    better = run("validate", "ships", "--baseline", "known.json")
    assert better.exit_code == 0
    assert better.stdout.endswith("; 2 of the baseline not found any more\n")
    assert "known.json accepts what is not found any more" in better.stderr
    stale = json.loads(run("validate", "ships", "--baseline", "known.json", "--json").stdout)["stale"]
    assert {item["code"] for item in stale} == {"csv-bom", "type-error"}


def test_a_baseline_of_a_cut_listing_is_told(run, folder):
    """What was not listed is accepted by number, which is said."""
    write_package(folder / "p", b"id,port\n" + b"x,\n" * 5)
    made = run("validate", "p", "--limit", "2", "--write-baseline", "known.json")
    assert "3 findings are accepted by number only" in made.stderr
    assert run("validate", "p", "--baseline", "known.json").exit_code == 0
    (folder / "p" / "data" / "ships.csv").write_bytes(b"id,port\n" + b"x,\n" * 6)
    assert json.loads(run("validate", "p", "--baseline", "known.json", "--json").stdout)["counts"] == {
        "type-error": 1
    }


def test_a_descriptor_on_standard_input(run, package, monkeypatch):
    """A descriptor on standard input is checked with the files below the working folder."""
    descriptor = (package / "datapackage.json").read_bytes()
    monkeypatch.chdir(package)
    result = run("validate", "-", "--json", input=descriptor)
    content = json.loads(result.stdout)
    assert (result.exit_code, content["counts"]) == (1, {"csv-bom": 1, "type-error": 1})
    assert [task["place"] for task in content["tasks"]] == ["-", "data/ships.csv"]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (b"The bridge is safe, the mayor said.\n", {}),
        (b'{"text": "It rained, he said."}\n{"text": "The \\"resources\\" are low, he said."}\n', {}),
        (
            b'{"text": "It rained, he said.", "title": "x"}\n{"title": "resources"}\n',
            {"document-text-invalid": 1},
        ),
        (b'{"resources": []}', {"descriptor-rule": 1}),
        (b'\xef\xbb\xbf {"resources": [', {"json-syntax": 1}),
        (b'{\n"resources": [],\n"resources": []}', {"json-syntax": 1}),
        (b'{"name": "x", "resources": [{"name": "a", "path": "../secret.csv"}]}', {"path-unsafe": 1}),
        (b"", {"document-empty": 1}),
    ],
    ids=["article", "collection", "bad collection", "empty", "cut", "repeated", "unsafe", "nothing"],
)
def test_standard_input_is_what_it_looks_like(run, folder, given, codes):
    """A JSON object that speaks of resources is a descriptor, right or not; everything else is documents."""
    content = json.loads(run("validate", "-", "--json", input=given).stdout)
    assert content["counts"] == codes


def test_long_standard_input_is_not_kept(monkeypatch):
    """What is longer than any descriptor is read on as documents, without losing a byte."""
    from exporter.validation.files import stdin

    monkeypatch.setattr(stdin, "SIZE", 10)
    given = b'{"resources": 1}\n' * 1000
    descriptor, stream = stdin.split_stdin(io.BytesIO(given))
    assert descriptor is None
    assert b"".join(iter(lambda: stream.readline(7), b"")) == given


def test_the_nearest_package_is_checked(run, package, monkeypatch):
    """With --nearest the names of files stand for their packages, each once; others are passed over."""
    write_package(package / "inner", b"id,port\n1,Riga\n")
    Path("notes.csv").write_text("a\n")
    files = ["ships/data/ships.csv", "ships/datapackage.json", "ships/inner/data/ships.csv", "notes.csv"]
    content = json.loads(run("validate", "--nearest", "--json", *files).stdout)
    assert [task["place"] for task in content["tasks"] if task["type"] == "package"] == [
        "ships/datapackage.json",
        "ships/inner/datapackage.json",
    ]
    none = run("validate", "--nearest", "notes.csv", "--json")
    assert (none.exit_code, json.loads(none.stdout)["tasks"]) == (0, [])
    assert "nothing was checked" in none.stderr
    monkeypatch.chdir("ships/data")
    assert run("validate", "--nearest", "ships.csv").exit_code == 0
    assert run("validate", "--nearest", "../datapackage.json").exit_code == 1


def test_hostile_cells_cannot_write_to_a_terminal(run, folder):
    """Escape sequences in cells and names are shown, not sent, in colour and without."""
    write_package(folder / "p", "id,port\n\x1b[2J\x9b2J\u202e,\n".encode())
    for kind in KINDS:
        output = run("validate", "p", "--format", kind, color=True).stdout
        assert all(char.isprintable() or char == "\n" for char in output)


def test_codes_of_failures_are_errors():
    """What says that validation failed makes a report invalid."""
    assert CODES["validation-failed"].level == CODES["internal-error"].level == "error"
