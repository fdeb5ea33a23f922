"""Text that is made to break reports, and reports that are full of it."""

from exporter.findings import Finding
from exporter.validation import Report, Task

HOSTILE = {
    "line break": "a\nb",
    "workflow command": "a\n::error file=evil::pwned",
    "workflow command at the start": "::add-mask::a",
    "old workflow command": "##[error]pwned",
    "encoded line break": "a%0A::error::pwned%25",
    "properties of a command": "a,line=9,title=b::c",
    "carriage return": "a\r::warning::b\r\n",
    "unicode line break": "a\u2028::error::b\x85c\x0bd",
    "escape sequence": "\x1b[31mred\x1b]0;title\x07",
    "one-byte escape sequence": "\x9b31m",
    "bidi control": "\u202egpj.exe\u2066",
    "zero width": "a\u200bb\ufeff",
    "end of CDATA": "]]><failure/>",
    "markup": '<b attr="&amp;">&#0;</b><!--',
    "not legal in XML": "\x00\x01\ufffe\uffff\U0001fffe",
    "half a surrogate pair": "a\udc80b\ud83dc",
    "placeholder": "{0} {{1}}",
    "link": "[click](https://example.org) \\[a\\](1)",
    "quotes": "\"'`\\",
    "not Latin": "שלום 🦀 Київ",
}


def build_hostile(text: str) -> Report:
    """Build a report in which a text stands in every place where text of others may stand."""
    finding = Finding(
        code="type-error",
        message=f"not of its type (found {text})",
        path=text,
        resource=text,
        row=2,
        field=text,
        cell=text,
    )
    broken = Finding(code="descriptor-rule", message=text, path=text, pointer=f"/{text}")
    return Report(
        tasks=(
            Task(name=text, kind="package", place=text, counts={"descriptor-rule": 7}, findings=(broken,)),
            Task(
                name=text,
                kind="table",
                place=text,
                labels=(text,),
                counts={"type-error": 3},
                findings=(finding,),
            ),
        )
    )
