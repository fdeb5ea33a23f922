"""Reads the lexicon: TOML files with one entry a word, which stands there with all that is known of it."""

import re
import tomllib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Literal, TypeVar, get_args, get_origin, get_type_hints

DATA = Path(__file__).parent / "data"
_Entry = TypeVar("_Entry")
_Reader = Callable[[object], object]


def load_entries(
    path: Path, entry: Callable[..., _Entry], list_forms: Callable[[_Entry], Iterable[str]] | None = None
) -> dict[str, _Entry]:
    """Load the entries of a file by their words, in order.

    The file has groups of entries, each in one line: `tweet = { act = "writing", channel = "post" }`.

    Args:
        path: The file.
        entry: The dataclass of an entry: its fields but `word` are the attributes that there are, with their types.
        list_forms: Lists the forms of a word, none of which may be that of another word, too.

    Raises:
        ValueError: A word or a form is duplicated, or an attribute is unknown or has another value than it may. The
            message starts with the file and the line.
    """
    text = path.read_text(encoding="utf-8")
    readers = {name: _build_reader(hint) for name, hint in get_type_hints(entry).items() if name != "word"}
    entries: dict[str, _Entry] = {}
    owners: dict[str, str] = {}
    for group in _read_groups(path.name, text).values():
        for word, attributes in group.items():
            try:
                if word in entries:
                    raise ValueError("is duplicated")
                entries[word] = entry(word=word, **_read_attributes(attributes, readers))
                for form in list_forms(entries[word]) if list_forms else ():
                    if owners.setdefault(form, word) != word:
                        raise ValueError(f"is duplicated (its form {form!r} is one of {owners[form]!r}, too)")
            except ValueError as error:
                raise ValueError(f"{path.name}:{_find_line(text, word)}: {word!r} {error}") from error
    return entries


def _read_groups(name: str, text: str) -> dict[str, dict[str, object]]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"at line (\d+)", str(error))
        raise ValueError(f"{name}:{line[1] if line else len(text.splitlines())}: {error}") from error


def _read_attributes(attributes: object, readers: Mapping[str, _Reader]) -> dict[str, object]:
    if not isinstance(attributes, dict):
        raise ValueError(f"is no entry (expected a table of attributes, found {attributes!r})")
    read = {}
    for name, value in attributes.items():
        if name not in readers:
            raise ValueError(f"has an unknown attribute (expected one of {', '.join(readers)}; found {name})")
        try:
            read[name] = readers[name](value)
        except ValueError as error:
            raise ValueError(f"has a wrong value of {name} ({error})") from None
    return read


def _build_reader(hint: object) -> _Reader:
    """Build what turns a value as TOML gives it into one of a type; a single one does for a list."""
    origin, args = get_origin(hint), get_args(hint)
    if type(None) in args:
        return _build_reader(args[0])
    if origin in {frozenset, tuple}:
        read = _build_reader(args[0])
        return lambda value: origin(map(read, value if isinstance(value, list) else [value]))
    if origin is Mapping:
        return _build_table_reader(_build_reader(args[1]))
    if origin is Literal:
        return _build_checker(lambda value: value in args, " or ".join(map(repr, args)))
    return _build_checker(lambda value: type(value) is hint, str(hint))


def _build_table_reader(read: _Reader) -> _Reader:
    check = _build_checker(lambda value: isinstance(value, dict), "a table")
    return lambda value: {key: read(item) for key, item in dict(check(value)).items()}  # type: ignore[call-overload]


def _build_checker(is_right: Callable[[object], bool], expected: str) -> _Reader:
    def check(value: object) -> object:
        if not is_right(value):
            raise ValueError(f"expected {expected}, found {value!r}")
        return value

    return check


def _find_line(text: str, word: str) -> int:
    """Find the line of the last entry of a word."""
    entry = re.compile(rf"""\s*["']?{re.escape(word)}["']?\s*=""")
    return max((n for n, line in enumerate(text.splitlines(), 1) if entry.match(line)), default=1)
