"""Extraction in this process and in workers: the same records, and nothing lost when something fails."""

import os
import pickle
import subprocess
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from exporter.engines import ENGINES
from exporter.engines.extracting import extract_records
from exporter.engines.processes import _Team
from exporter.engines.reader import Reader
from exporter.engines.resources import WORTH
from exporter.engines.shards import Failure, iter_shards
from exporter.engines.worker_process import WorkerEndedError
from exporter.errors import ExtractionError, InputError, ModelError
from exporter.extraction import join_entities
from exporter.options import DEFAULT_PIPELINE, ExtractionOptions, Resources
from exporter.records import Records, Zone

RAIN = "Rain fell on day {}, said Mara Quist of the Norland Weather Office."
SNOW = "“It snowed {} times,” Mr. Quist told reporters in London. He thought it would thaw."

IN_WORKERS = pytest.param(2, id="workers", marks=pytest.mark.slow)

here_and_in_workers = pytest.mark.parametrize("processes", [pytest.param(1, id="here"), IN_WORKERS])


@pytest.fixture(scope="module")
def documents(build_document):
    """Give documents for several shards, with metadata that cannot be sent anywhere."""
    texts = [(RAIN if number % 3 else SNOW).format(number) for number in range(50)]
    return [build_document(number, text, metadata={"f": print}) for number, text in enumerate(texts)]


def extract(documents, pipeline=DEFAULT_PIPELINE, on_document=None, on_finding=None, **resources):
    """Extract the records of documents, told in keywords what with."""
    options = ExtractionOptions(pipeline=pipeline)
    return extract_records(
        documents, options, Resources(**resources), on_document=on_document, on_finding=on_finding
    )


@pytest.fixture(scope="module")
def read_here(documents):
    """Give the records of the documents, read in this process."""
    return gather(extract(documents, processes=1))


def insert(documents, number, text):
    """Give the documents with another text in one of them."""
    zones = (Zone(kind="body", start=0, end=len(text) + 1),)
    return [
        replace(document, text=f"{text}.", zones=zones) if place == number else document
        for place, document in enumerate(documents)
    ]


def gather(records):
    """Give the records with those of all documents in memory, to be compared."""
    return replace(records, documents=tuple(records.documents))


def assert_no_worker_is_left():
    """Assert that this process has no child that runs or has not been waited for."""
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


@here_and_in_workers
def test_no_documents_give_no_records(processes):
    """Nothing in, nothing out."""
    assert gather(extract([], processes=processes)) == Records()


def test_keeps_the_order_and_calls_back_once_a_document(build_document):
    """Records come in the order of the documents, over shards, and each is announced when it is read."""
    documents = [build_document(number, f"Rain fell on day {number}.") for number in range(150, 0, -1)]
    seen = []
    records = extract(iter(documents), on_document=seen.append)
    assert seen == documents
    assert [found.document for found in records.documents] == documents


def test_workers_give_the_same_records_in_any_order(documents, read_here):
    """However many processes read, and whatever comes first, each document has the same records."""
    seen = []
    there = gather(extract(reversed(documents), processes=2, on_document=seen.append))
    assert there.documents == read_here.documents[::-1]
    assert there.entities == read_here.entities
    assert seen == documents[::-1]
    assert sum(len(found.quotes) for found in read_here.documents) >= 50
    assert_no_worker_is_left()


@pytest.mark.parametrize("size", [1, 3, 50])
def test_the_size_of_shards_changes_nothing(documents, read_here, size):
    """The records are the same for any size of shards."""
    reader = Reader(ExtractionOptions(), threads=1)
    shards = [documents[start : start + size] for start in range(0, len(documents), size)]
    readings = [reading for shard in shards for reading in reader.read(shard)]
    assert join_entities(readings) == read_here


def test_shards_are_small_and_long_documents_alone(build_document):
    """Shards hold all documents in order, at most 16 of them, and no document beside a long one."""
    lengths = [10] * 20 + [200_000] + [10] * 2 + [30_000] * 3
    documents = [build_document(number, "x" * length) for number, length in enumerate(lengths)]
    shards = list(iter_shards(iter(documents)))
    assert [document for shard in shards for document in shard] == documents
    assert [len(shard) for shard in shards] == [16, 4, 1, 3, 1, 1]


@pytest.mark.parametrize(
    ("processes", "most", "count"),
    [pytest.param(1, 17, 100, id="here"), pytest.param(2, 520, 1000, id="workers", marks=pytest.mark.slow)],
)
def test_documents_are_taken_as_they_are_needed(build_document, processes, most, count):
    """Documents are taken from an iterator a bounded number before they are read."""
    taken, ahead = [], []

    def iter_documents():
        for number in range(count):
            taken.append(number)
            yield build_document(number, "Rain.")

    extract(iter_documents(), processes=processes, on_document=lambda document: ahead.append(len(taken)))
    assert ahead[0] <= most
    assert ahead[-1] == count


def test_joins_entities_of_all_documents(build_document):
    """A surname in one document joins the full name in another."""
    texts = ["Mara Quist opened the bridge.", "Mr. Quist thanked the crew in London."]
    records = extract([build_document(number, text) for number, text in enumerate(texts)])
    quist = next(entity for entity in records.entities if entity.name == "Mara Quist")
    assert (quist.aliases, quist.document_count) == (("Quist",), 2)


def test_unknown_pipeline_is_refused_before_any_document_is_read():
    """A mistake in the name of the pipeline costs no work."""

    def iter_documents():
        pytest.fail("a document was asked for")
        yield

    with pytest.raises(ModelError):
        extract(iter_documents(), pipeline="en_no_such_pipeline", processes=1)


@pytest.mark.slow
def test_unknown_pipeline_is_refused_by_workers(documents):
    """A worker that cannot load the pipeline ends the run with the same message and hint as here."""
    errors = []
    for processes in (1, 2):
        with pytest.raises(ModelError) as caught:
            extract(documents, pipeline="en_no_such_pipeline", processes=processes)
        errors.append((str(caught.value), caught.value.hint))
    assert errors[0] == errors[1]
    assert errors[0][1] == "pip install en-no-such-pipeline"
    assert_no_worker_is_left()


@here_and_in_workers
def test_a_document_that_fails_does_not_harm_the_others(documents, faulty, processes, capfd):
    """What fails is found with its error in one line; all others, of its shard, too, have their records."""
    seen, found = [], []
    broken = insert(insert(documents, 20, "RAISE"), 33, "PRINT")
    records = extract(
        broken,
        pipeline=faulty,
        processes=processes,
        on_document=seen.append,
        on_finding=lambda document, finding: found.append((document, finding)),
    )
    assert gather(records) == gather(extract(broken[:20] + broken[21:], processes=1))
    assert seen == broken
    ((document, finding),) = found
    assert document is broken[20]
    assert (finding.code, finding.path) == ("extraction-failed", broken[20].path)
    assert (
        finding.message == "it cannot be read (expected no error in extraction, found 'ValueError: no room')"
    )
    printed = capfd.readouterr()
    assert "a library prints" in (printed.out if processes == 1 else printed.err)


def test_no_failure_goes_unseen(documents, faulty):
    """Where nobody listens to findings, a document that fails ends the run."""
    with pytest.raises(ExtractionError, match=r"020\.txt: it cannot be read .* no room"):
        extract(insert(documents, 20, "RAISE"), pipeline=faulty, processes=1)


@pytest.mark.parametrize(
    ("processes", "text", "reason"),
    [
        pytest.param(1, "SWELL", "expected enough memory for 6 characters, found too little", id="here"),
        pytest.param(
            2,
            "SWELL",
            "expected enough memory for 6 characters, found too little",
            id="workers",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            2,
            "DIE",
            "expected a process that reads it to its end, found 'a worker process was killed before its work was done "
            "(SIGKILL)'; 4 characters",
            id="killed workers",
            marks=pytest.mark.slow,
        ),
        pytest.param(
            2,
            "LEAVE",
            "expected a process that reads it to its end, found 'a worker process ended before its work (exit code 5)'"
            "; 6 characters",
            id="ended workers",
            marks=pytest.mark.slow,
        ),
    ],
)
def test_a_document_that_is_too_much_costs_itself(documents, read_here, faulty, processes, text, reason):
    """Where memory or a process ends on a document, all others are read, also those that were being read with it."""
    found, seen = [], []
    records = extract(
        insert(documents, 20, text),
        pipeline=faulty,
        processes=processes,
        on_document=seen.append,
        on_finding=lambda document, finding: found.append((document.path, finding.code, finding.message)),
    )
    assert found == [(documents[20].path, "extraction-failed", f"it cannot be read ({reason})")]
    assert gather(records).documents == read_here.documents[:20] + read_here.documents[21:]
    assert [document.path for document in seen] == [document.path for document in documents]
    assert_no_worker_is_left()


@pytest.mark.slow
def test_a_document_that_a_process_does_not_survive_beside_others_is_read_alone(
    documents, read_here, faulty, tmp_path, monkeypatch
):
    """A document on which a process was killed is read again, and nothing is missing if that goes well."""
    monkeypatch.chdir(tmp_path)
    records = extract(insert(documents, 20, f"{documents[20].text} ONCE"), pipeline=faulty, processes=2)
    assert len(list(tmp_path.glob("*.once"))) == 1
    assert [len(read.quotes) for read in records.documents] == [
        len(read.quotes) for read in read_here.documents
    ]
    assert_no_worker_is_left()


@pytest.mark.slow
def test_a_worker_that_is_killed_while_it_loads_ends_the_run(documents, faulty, monkeypatch):
    """Where no process can be started, no document is blamed for it."""
    monkeypatch.setenv("FAULTY", "DIE")
    with pytest.raises(ExtractionError, match=r"a worker process was killed .* \(SIGKILL\)") as caught:
        extract(documents, pipeline=faulty, processes=2)
    assert "use fewer processes" in caught.value.hint
    assert_no_worker_is_left()


def test_fewer_read_at_once_where_memory_is_short():
    """Where documents can be read, only not beside others, nothing is lost, and one process fewer goes on."""
    ended = []
    fates = iter([WorkerEndedError("killed"), None, WorkerEndedError("killed"), None, None])

    def read(shard):
        if (fate := next(fates)) is not None:
            raise fate
        return list(shard)

    workers = [
        SimpleNamespace(load=lambda: None, read=read, end=lambda number=number: ended.append(number))
        for number in range(3)
    ]
    team = _Team(workers)
    shards = [[SimpleNamespace(text=text)] for text in "abc"]
    assert [team.read(shard) for shard in shards] == shards
    assert len(ended) == 3 + 2


@pytest.mark.slow
def test_an_error_of_the_caller_ends_the_workers(documents):
    """An exception in a callback comes out as it is and leaves no worker behind."""

    def fail(document):
        raise KeyError(document.path)

    with pytest.raises(KeyError, match=r"000\.txt"):
        extract(documents, processes=2, on_document=fail)
    assert_no_worker_is_left()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("threads", "set_already", "expected"), [(3, "7", "3"), (None, "7", "7")], ids=["given", "left as set"]
)
def test_workers_limit_the_threads_of_libraries(
    build_document, faulty, monkeypatch, threads, set_already, expected
):
    """Workers start with the number of threads that was given; else with what the user has set."""
    monkeypatch.setenv("OMP_NUM_THREADS", set_already)
    found = []
    extract(
        [build_document(0, "WHERE")],
        pipeline=faulty,
        processes=2,
        threads=threads,
        on_finding=lambda document, finding: found.append(finding.message),
    )
    assert f"with {expected}'" in found[0]


@pytest.mark.slow
@pytest.mark.parametrize("times", [1, 2], ids=["little", "much"])
def test_workers_are_started_only_for_much_text(build_document, faulty, monkeypatch, times):
    """By default a little text is read in this process, and twice what is worth a process in workers."""
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1}, raising=False)
    found = []
    extract(
        [build_document(number, "WHERE" + " " * WORTH) for number in range(times)],
        pipeline=faulty,
        on_finding=lambda document, finding: found.append(finding.message),
    )
    is_here = [f"read in {os.getpid()} " in message for message in found]
    assert is_here == [times == 1] * times


@pytest.mark.parametrize("name", ["processes", "threads"])
def test_less_than_one_is_refused(documents, name):
    """There is no number of processes or threads below 1."""
    with pytest.raises(InputError, match=f"no number of {name} .expected 1 or more, found 0."):
        extract(documents, **{name: 0})


def test_an_engine_can_be_chosen(build_document, faulty):
    """The engine that is asked for is used, also where there is too little text for it."""
    found = []
    document = build_document(0, "WHERE")
    for engine in ("here", "processes"):
        extract(
            [document], faulty, on_finding=lambda _, finding: found.append(finding.message), engine=engine
        )
    assert [f"read in {os.getpid()} " in message for message in found] == [True, False]


@pytest.mark.parametrize(
    ("resources", "message"),
    [
        ({"engine": "moon"}, f"'moon': no such engine .expected one of {', '.join(ENGINES)}"),
        ({"engine": "here", "processes": 2}, "the engine 'here' is one process .expected 1, found 2."),
    ],
    ids=["unknown", "does not fit"],
)
def test_an_engine_that_cannot_be_is_refused(documents, resources, message):
    """There is a message for an engine that does not exist, and for one that cannot have so many processes."""
    with pytest.raises(InputError, match=message):
        extract(documents, **resources)


def test_another_engine_needs_a_module_and_a_line(documents, monkeypatch):
    """What is named in ENGINES is found by its name, gets shards that can be pickled, and gives back outcomes."""
    taken = []

    def run(shards, options, resources):
        for shard in shards:
            taken.extend(pickle.loads(pickle.dumps(shard)))
            yield Reader(options, threads=resources.threads).read(shard)

    monkeypatch.setitem(sys.modules, "exporter.engines.elsewhere", SimpleNamespace(run=run))
    monkeypatch.setitem(ENGINES, "elsewhere", "on another machine")
    records = gather(extract(documents, engine="elsewhere", threads=1))
    assert records == gather(extract(documents, engine="here"))
    assert taken == [replace(document, metadata={}) for document in documents]


@pytest.mark.slow
def test_a_script_needs_no_guard(tmp_path):
    """A script that extracts with workers needs no `if __name__ == "__main__":`, and runs only once."""
    for number in range(17):
        (tmp_path / f"{number}.txt").write_text(RAIN.format(number), encoding="utf-8")
    script = tmp_path / "script.py"
    lines = ["import exporter", "tables = exporter.extract('.', processes=2)", "print(len(tables.quotes))"]
    script.write_text("\n".join(lines), encoding="utf-8")
    done = subprocess.run([sys.executable, script], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("17\n", "")


def test_a_failure_keeps_where_it_happened(build_document, faulty):
    """A failure holds the traceback to the place in the program."""
    (outcome,) = Reader(ExtractionOptions(pipeline=faulty), threads=1).read([build_document(0, "RAISE")])
    assert isinstance(outcome, Failure)
    assert "in fail_on_demand" in outcome.trace
