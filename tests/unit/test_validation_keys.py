"""Keys: what is duplicated and what points nowhere, however values are held and whatever their hashes are."""

import json
import string

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from exporter.validation import validate
from exporter.validation.keys import confusables, id_index, key, lookup, references
from exporter.validation.keys import store as key_store
from exporter.validation.keys.encoding import encode_values
from exporter.validation.keys.store import KeyStore
from exporter.validation.model.package import Field

ID = Field(name="id")
TEXT = pa.large_string()
words = st.lists(
    st.text(alphabet=string.ascii_lowercase + "é\0", max_size=20) | st.just("x" * 90), min_size=1, max_size=12
)


def encode_texts(texts):
    """Encode texts as the keys of a column are."""
    return encode_values(pa.array(texts, TEXT), ID)


@pytest.fixture(params=["apart", "all-collide"])
def hashing(request, monkeypatch):
    """Let values have hashes of their own, and then all of them the same."""
    if request.param == "all-collide":
        for module in (key, lookup, confusables, id_index, references):
            monkeypatch.setattr(module, "hash_keys", lambda columns: np.zeros(len(columns[0]), np.uint64))


@pytest.fixture(params=[0, 1 << 22], ids=["in-a-file", "in-memory"])
def holding(request, monkeypatch):
    """Let values be held in a file, and then in memory."""
    monkeypatch.setattr(key_store, "_MOST", request.param)


PORTS = "code,name\nRIX,Riga\nOSL,Oslo\nRIX,Riga\n"
SHIPS = "id,from,to\n1,RIX,OSL\n2,OSL,\n3,HEL,RIX\n3,HEL,HEL\n"
KEYED = {
    "resources": [
        {
            "name": "ships",
            "path": "ships.csv",
            "schema": {
                "fields": [{"name": "id", "type": "integer"}, {"name": "from"}, {"name": "to"}],
                "primaryKey": "id",
                "uniqueKeys": [["from", "to"]],
                "foreignKeys": [
                    {"fields": "from", "reference": {"resource": "ports", "fields": "code"}},
                    {"fields": "to", "reference": {"fields": "from"}},
                ],
            },
        },
        {
            "name": "ports",
            "path": "ports.csv",
            "schema": {"fields": [{"name": "code"}, {"name": "name"}], "primaryKey": ["code", "name"]},
        },
    ]
}


@pytest.mark.usefixtures("hashing", "holding")
def test_neither_collisions_nor_files_change_a_verdict(tmp_path):
    """Values are compared themselves where their hashes are the same, wherever they are held."""
    (tmp_path / "ships.csv").write_text(SHIPS, encoding="utf-8")
    (tmp_path / "ports.csv").write_text(PORTS, encoding="utf-8")
    (tmp_path / "datapackage.json").write_text(json.dumps(KEYED), encoding="utf-8")
    found = [(item.code, item.resource, item.row, item.cell) for item in validate(tmp_path).findings]
    assert sorted(found) == [
        ("foreign-key", "ships", 4, "HEL"),
        ("foreign-key", "ships", 5, "HEL"),
        ("primary-key-duplicate", "ports", 4, "RIX, Riga"),
        ("primary-key-duplicate", "ships", 5, "3"),
    ]


@pytest.mark.usefixtures("hashing")
@given(batches=st.lists(words, min_size=1, max_size=4), asked=words)
def test_numbers_are_those_of_the_first_equal_id(batches, asked):
    """Every id is found under the number of its first appearance, and no other is found."""
    ids = id_index.IdIndex()
    for batch in batches:
        ids.add(encode_texts(batch))
    known = [text for batch in batches for text in batch]
    expected = [known.index(text) if text in known else -1 for text in asked]
    assert ids.find(encode_texts(asked)).tolist() == expected


@pytest.mark.usefixtures("holding")
@given(batches=st.lists(words, min_size=1, max_size=4), data=st.data())
def test_what_is_stored_is_read_back(batches, data):
    """Values come back as they were, in any order, however wide the other batches are."""
    store = KeyStore()
    for batch in batches:
        store.add(encode_texts(batch))
    known = [text for batch in batches for text in batch]
    places = data.draw(st.lists(st.integers(0, len(known) - 1), max_size=8))
    found, expected = (
        store.read(np.array(places, np.int64)),
        encode_texts([known[place] for place in places] or [""]),
    )
    for one, other in zip(found, expected, strict=False):
        assert one.tobytes().rstrip(b"\0") == other.tobytes().rstrip(b"\0")
    assert [len(part) for part in store] == [len(batch) for batch in batches]


def test_without_room_for_a_file_values_stay_in_memory(monkeypatch):
    """A full disk does not end the check."""

    def fail(**_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(key_store, "_MOST", 0)
    monkeypatch.setattr("tempfile.TemporaryFile", fail)
    store = KeyStore()
    store.add(encode_texts(["a", "b"]))
    store.add(encode_texts(["c"]))
    assert store.read(np.array([2, 0])).tobytes().replace(b"\0", b"") == b"ca"


def test_a_key_that_is_typed_differently_further_on_is_one_key(tmp_path, monkeypatch):
    """Integers beyond 64 bits in a later batch do not hide that an earlier value stands again."""
    monkeypatch.setattr("exporter.validation.reading.csv.reader._CHUNK", 16)
    rows = ["id", *map(str, range(10)), str(10**30), "4", str(10**30)]
    (tmp_path / "ids.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    schema = {"fields": [{"name": "id", "type": "integer"}], "primaryKey": "id"}
    descriptor = {"resources": [{"name": "ids", "path": "ids.csv", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    found = [(item.code, item.row, item.cell) for item in validate(tmp_path).findings]
    assert found == [("primary-key-duplicate", 13, "4"), ("primary-key-duplicate", 14, str(10**30))]


@pytest.mark.parametrize(
    ("match", "schema", "expected"),
    [
        ("superset", {"primaryKey": "code"}, {"key-not-checked": 1}),
        ("partial", {"uniqueKeys": [["name", "code"]]}, {"key-not-checked": 1}),
        (
            "superset",
            {"foreignKeys": [{"fields": "code", "reference": {"fields": "name"}}]},
            {"key-not-checked": 1},
        ),
        ("exact", {"primaryKey": "code"}, {"field-missing": 1}),
        ("superset", {"primaryKey": "name"}, {}),
    ],
)
def test_a_key_without_its_column_is_not_passed_over_in_silence(tmp_path, match, schema, expected):
    """Where a schema lets columns be absent, a key that cannot be checked is told, once."""
    (tmp_path / "ports.csv").write_text("name\nRiga\n", encoding="utf-8")
    schema = {"fields": [{"name": "code"}, {"name": "name"}], "fieldsMatch": match, **schema}
    descriptor = {"resources": [{"name": "ports", "path": "ports.csv", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert validate(tmp_path).counts == expected


ALIKE = ["café", "a", "cafe\u0301", "b", "a\u200b", "\ufeffb", "ab", "é", "o\u0308\u200b", "o\u0308"]


@pytest.mark.usefixtures("hashing", "holding")
@pytest.mark.parametrize("schema", [{"primaryKey": "id"}, {"uniqueKeys": [["port", "id"]]}])
def test_keys_that_look_alike_are_told(tmp_path, schema):
    """Keys are alike that differ only by how accents are put together or by what is not seen."""
    lines = ["id,port", *(f"{text},x" for text in ALIKE)]
    (tmp_path / "ids.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    schema = {"fields": [{"name": "id"}, {"name": "port"}], **schema}
    descriptor = {"resources": [{"name": "ids", "path": "ids.csv", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    found = [item for item in validate(tmp_path).findings if item.code == "key-lookalike"]
    assert [(item.row, item.message.split("row ")[1].split(",")[0]) for item in found] == [
        (4, "2"),
        (6, "3"),
        (7, "5"),
        (11, "10"),
    ]
    assert "expected 'café', found 'cafe\\u0301')" in found[0].message.replace("'x', ", "")


def test_the_same_key_in_other_columns_is_no_lookalike(tmp_path):
    """A composite key is alike only if all of its parts are."""
    text = "id,port\ncafé,a\ncafe\u0301,b\ncafe\u0301,\n"
    (tmp_path / "ids.csv").write_text(text, encoding="utf-8")
    schema = {"fields": [{"name": "id"}, {"name": "port"}], "uniqueKeys": [["id", "port"]]}
    descriptor = {"resources": [{"name": "ids", "path": "ids.csv", "schema": schema}]}
    (tmp_path / "datapackage.json").write_text(json.dumps(descriptor), encoding="utf-8")
    assert validate(tmp_path).counts == {}
