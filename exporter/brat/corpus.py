"""Reads a folder of annotated texts."""

import logging
from collections.abc import Container, Mapping
from pathlib import Path

from exporter.brat.clusters import build_clusters
from exporter.brat.standoff import build_attributions, read_lines
from exporter.brat.texts import AnnotatedText, normalise_text
from exporter.errors import InputError

logger = logging.getLogger("exporter")

_EXPECTED = "NAME.txt with NAME.ann beside it, or text/NAME.txt with attributions/NAME_ANNOTATOR.ann"


def read_corpus(path: str | Path, *, normalised: bool = True) -> tuple[AnnotatedText, ...]:
    r"""Read all annotated texts of a folder, in order of name.

    The folder holds NAME.txt and NAME.ann side by side, or text/NAME.txt and attributions/NAME_ANNOTATOR.ann, as
    PolNeAR does, where a text may have several annotators. An empty .ann is a text in which nothing is
    attributed; a text without .ann was not annotated and is passed over, with a warning in the log.

    Args:
        path: The folder.
        normalised: Give the texts as documents have them: without byte order mark, line ends as \n, all spans
            moved accordingly. Otherwise texts and offsets are those of the files.

    Raises:
        InputError: There is no such folder or it holds no annotations; an annotation file is malformed, does
            not fit its text, or has none; or a file is not UTF-8.
    """
    folder = Path(path)
    texts, annotations = _find_folders(folder)
    files = _list_files(annotations, ".ann")
    if not files:
        raise InputError(f"{annotations}: no annotations (expected {_EXPECTED})", hint=_build_hint(folder))
    groups: dict[str, dict[str, Path]] = {}
    for file in files:
        name, annotator = _split_name(file.stem, is_flat=texts == annotations)
        groups.setdefault(name, {})[annotator] = file
    _tell_left_out(texts, groups.keys())
    found = [_read_text(texts / f"{name}.txt", groups[name]) for name in sorted(groups)]
    return tuple(map(normalise_text, found) if normalised else found)


def is_corpus(path: str | Path) -> bool:
    """Tell whether a folder holds annotation files where read_corpus looks for them."""
    folder = Path(path)
    return folder.is_dir() and bool(_list_files(_find_folders(folder)[1], ".ann"))


def _find_folders(folder: Path) -> tuple[Path, Path]:
    if not folder.is_dir():
        found = "a file" if folder.exists() else "nothing"
        raise InputError(
            f"{folder}: no folder of annotated texts (expected a folder, found {found})",
            hint="check the name",
        )
    if (folder / "attributions").is_dir():
        return folder / "text", folder / "attributions"
    return folder, folder


def _list_files(folder: Path, suffix: str) -> list[Path]:
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise _unreadable(folder, error) from error
    return [one for one in entries if one.suffix == suffix and one.name[0] != "." and one.is_file()]


def _build_hint(folder: Path) -> str:
    splits = [one.name for one in sorted(folder.iterdir()) if (one / "attributions").is_dir()]
    return f"name one of its parts: {', '.join(splits[:5])}" if splits else "name another folder"


def _split_name(stem: str, *, is_flat: bool) -> tuple[str, str]:
    name, _, annotator = (stem, "", "") if is_flat else stem.rpartition("_")
    return (name, annotator) if name else (stem, "")


def _tell_left_out(texts: Path, names: Container[str]) -> None:
    left_out = [file.name for file in _list_files(texts, ".txt") if file.stem not in names]
    if left_out:
        number = "1 text" if len(left_out) == 1 else f"{len(left_out)} texts"
        logger.warning("%s: passed over %s without .ann, first %r", texts, number, left_out[0])


def _read_text(path: Path, annotations: Mapping[str, Path]) -> AnnotatedText:
    if not path.is_file():
        first = next(iter(annotations.values()))
        problem = f"{first}: its text is missing (expected {path.name} in {path.parent})"
        raise InputError(problem, hint="put the text there, or take the annotations away")
    text = _read_file(path)
    readers = {
        annotator: read_lines(_read_file(file), text, str(file)) for annotator, file in annotations.items()
    }
    by_annotator = {annotator: build_attributions(reader) for annotator, reader in readers.items()}
    sources, entities = build_clusters(next(iter(readers.values())))
    return AnnotatedText(
        name=path.stem, text=text, by_annotator=by_annotator, sources=sources, entities=entities
    )


def _read_file(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8")
    except OSError as error:
        raise _unreadable(path, error) from error
    except UnicodeDecodeError as error:
        found = f"{error.object[error.start : error.start + 1]!r} at byte {error.start}"
        raise InputError(f"{path}: not UTF-8 (found {found})", hint="save it as UTF-8") from error


def _unreadable(path: Path, error: OSError) -> InputError:
    return InputError(f"{path}: cannot be read ({error.strerror})", hint="check its permissions")
