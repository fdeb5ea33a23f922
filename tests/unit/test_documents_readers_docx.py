"""Word documents: what is read of them, and that nothing in them can do harm."""

import io
import zipfile

import pytest

from exporter.documents import iter_seeds
from exporter.documents.notes import RefusedError
from exporter.documents.readers.docx import read

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
RAIN = "<w:p><w:r><w:t>Rain fell, he said.</w:t></w:r></w:p>"


def build_docx(body=RAIN, *, space=WORD, method=zipfile.ZIP_DEFLATED, **parts):
    """Build a Word document of what stands in its body."""
    start = f'<w:document xmlns:w="{space}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
    written = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "word/document.xml": f"<?xml version='1.0'?>{start}<w:body>{body}</w:body></w:document>",
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, content in (written | parts).items():
            archive.writestr(name, content)
    return file.getvalue()


def build_raw(content):
    """Build a Word document of which the main part is given as a whole."""
    return build_docx(**{"word/document.xml": content})


def refuse(data):
    """Give the code and the message with which a file is refused."""
    with pytest.raises(RefusedError) as caught:
        read(data, None)
    return caught.value.note.code, caught.value.note.message


def test_a_file_has_text_and_a_sidecar_metadata(tmp_path):
    """Paragraphs are parted by blank lines, and what is known of the article stands in a sidecar."""
    two = build_docx(f"<w:p/>{RAIN}<w:p><w:r><w:t>It stopped.</w:t></w:r></w:p>")
    (tmp_path / "a.DOCX").write_bytes(two)
    (tmp_path / "a.meta.json").write_text('{"title": "Rain"}')
    (seed,) = iter_seeds([tmp_path])
    assert seed.findings == ()
    assert seed.document.text == "Rain fell, he said.\n\nIt stopped."
    assert seed.document.title == "Rain"


def test_pictures_do_not_make_a_file_too_long(tmp_path):
    """A file may be larger than any text, because of what else is in it."""
    picture = {"word/media/image1.png": bytes(9_000_000)}
    (tmp_path / "a.docx").write_bytes(build_docx(method=zipfile.ZIP_STORED, **picture))
    (seed,) = iter_seeds([tmp_path])
    assert seed.document.text == "Rain fell, he said."


def test_what_word_writes_while_a_file_is_open_is_passed_over(tmp_path):
    """The file that tells who has another one open is no article, and hidden to those who look at the folder."""
    (tmp_path / "a.docx").write_bytes(build_docx())
    (tmp_path / "~$a.docx").write_bytes(b"\x05Quist")
    assert [seed.path for seed in iter_seeds([tmp_path])] == [(tmp_path / "a.docx").as_posix()]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<w:p><w:r><w:t>so</w:t></w:r><w:r><w:t>me</w:t></w:r></w:p>", "some"),
        ("<w:p><w:r><w:t>\n  a\n b </w:t><w:t xml:space='preserve'> c</w:t></w:r></w:p>", "a  b c"),
        ("<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r></w:p>", "a\tb\nc"),
        ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r></w:p>", "a"),
        ("<w:p><w:del><w:r><w:delText>a</w:delText><w:tab/></w:r></w:del></w:p>", ""),
        ("<w:p><w:ins><w:r><w:t>a</w:t></w:r></w:ins></w:p>", "a"),
        ("<w:p><w:moveFrom><w:r><w:t>a</w:t></w:r></w:moveFrom></w:p>", ""),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r></w:p>", "b"),
        ("<w:p><w:r><w:rPr><w:vanish w:val='0'/></w:rPr><w:t>a</w:t></w:r></w:p>", "a"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText><w:t>1</w:t></w:r></w:p>", "1"),
        ("<w:p><w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink></w:p>", "a"),
        (
            f"<w:tbl><w:tr><w:tc>{RAIN}</w:tc><w:tc>{RAIN}</w:tc></w:tr></w:tbl>",
            "\n\n".join(["Rain fell, he said."] * 2),
        ),
        (
            "<w:p><w:r><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>"
            "</w:txbxContent></mc:Choice><mc:Fallback><w:t>old</w:t></mc:Fallback></mc:AlternateContent>"
            "<w:t>a</w:t></w:r></w:p>",
            "box\n\na",
        ),
        (
            "<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:txbxContent><w:p><w:r><w:t>box</w:t></w:r></w:p>"
            "</w:txbxContent><w:t>a</w:t></w:r><w:r><w:t>b</w:t></w:r></w:p>",
            "b",
        ),
    ],
)
@pytest.mark.parametrize("space", [WORD, STRICT], ids=["usual", "strict"])
def test_the_text_is_what_a_reader_sees(body, text, space):
    """Text in runs is read, with tabs and breaks; what was deleted, moved or hidden is not."""
    assert read(build_docx(body, space=space), None).text == text


DAMAGED = {
    "text": (b"It rained, he said.", "no zip archive"),
    "nothing": (b"", "no zip archive"),
    "cut off": (build_docx()[:-40], "no zip archive"),
    "old": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old .doc file or one with a password"),
    "no text": (
        build_docx()[:0]
        + build_docx(method=zipfile.ZIP_STORED).replace(b"word/document.xml", b"word/document.xyz"),
        "without word/document.xml",
    ),
    "checksum": (build_docx(method=zipfile.ZIP_STORED).replace(b"Rain", b"Hail"), "Bad CRC-32"),
    "method": (build_docx(method=zipfile.ZIP_LZMA), "unknown method"),
    "no XML": (build_raw("Rain fell."), "no XML"),
    "half XML": (build_raw(f'<w:document xmlns:w="{WORD}"><w:body>'), "no XML"),
    "encoding": (build_raw("<?xml version='1.0' encoding='moon'?><a/>"), "no XML"),
    "other XML": (build_raw("<html><body>Rain fell.</body></html>"), "starts with 'html'"),
    "entities": (build_raw(f'<!DOCTYPE a [<!ENTITY b "{"c" * 99}">]><a>&b;</a>'), "DOCTYPE"),
    "depth": (build_docx("<w:p>" * 300 + "</w:p>" * 300), "too many levels"),
    "names": (build_docx("".join(f"<a{number}/>" for number in range(10_001))), "too many levels or names"),
}


@pytest.mark.parametrize("name", DAMAGED)
def test_what_is_damaged_is_refused(name):
    """A file that is no Word document, or not whole, is refused with what was found."""
    data, found = DAMAGED[name]
    code, message = refuse(data)
    assert code == "document-damaged"
    assert found in message


def test_what_is_encrypted_is_refused():
    """A member of the archive that has a password is not asked for it."""
    data = bytearray(build_docx(method=zipfile.ZIP_STORED))
    place = 0
    while (place := data.find(b"PK\x01\x02", place)) >= 0:
        data[place + 8] |= 1
        place += 4
    assert refuse(bytes(data)) == (
        "document-damaged",
        "file cannot be opened (expected a .docx file, found word/document.xml encrypted)",
    )


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("<w:p><w:r><w:t>" + "rain " * 200_001 + "</w:t></w:r></w:p>", "1000000 characters"),
        (" " * 50_000_000, "16000000 bytes"),
    ],
    ids=["text", "part"],
)
def test_what_unpacks_to_too_much_is_refused(body, found):
    """A small file that becomes large is read no further than the limits."""
    data = build_docx(body)
    assert len(data) < 100_000
    code, message = refuse(data)
    assert code == "document-too-long"
    assert found in message


def test_a_damaged_file_is_a_finding(tmp_path):
    """One bad file in a folder does not stop the others."""
    (tmp_path / "a.docx").write_bytes(b"")
    (tmp_path / "b.docx").write_bytes(build_docx())
    bad, good = iter_seeds([tmp_path])
    assert [(finding.code, finding.level) for finding in bad.findings] == [("document-damaged", "error")]
    assert good.document.text == "Rain fell, he said."
