"""Loads the language pipeline: the only place that knows spacy.load."""

import sys
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from spacy.attrs import ORTH
from spacy.language import Language
from spacy.util import get_package_path, load_meta
from thinc.api import use_ops

from exporter.errors import ModelError
from exporter.extraction.lexicon.titles import WITH_STOPS
from exporter.extraction.text.sentences import COMPONENT
from exporter.extraction.text.tokenizer import BoundedTokenizer
from exporter.options import DEFAULT_PIPELINE

_UNUSED = ("attribute_ruler", "lemmatizer", "textcat", "senter")
_NEEDED = {"tagger": "part-of-speech tags", "parser": "a dependency parse", "ner": "named entities"}


def load_pipeline(name: str = DEFAULT_PIPELINE) -> Language:
    """Load an installed English pipeline, once, without the parts that extraction does not read.

    Raises:
        ModelError: The pipeline is not installed or lacks tags, parse or entities.
    """
    return _load(name)  # cached by name, whether it was given or is the default


@cache
def _load(name: str) -> Language:
    try:
        # BLIS, which thinc takes by default, multiplies five times slower where it does not know the processor.
        with use_ops("numpy", use_blis=False):
            nlp = spacy.load(name, exclude=_UNUSED)
    except (OSError, ValueError, ImportError) as error:
        raise _build_missing(name, _first_line(error)) from error
    lacking = [what for part, what in _NEEDED.items() if part not in nlp.pipe_names]
    if lacking:
        raise ModelError(
            f"{name!r}: the pipeline gives no {' and no '.join(lacking)}", hint=f"use {DEFAULT_PIPELINE}"
        )
    # Documents have a bound of their own; as they are read, they may be a little longer.
    nlp.max_length = sys.maxsize
    tokenizer: Any = nlp.tokenizer
    for title in sorted(WITH_STOPS):
        tokenizer.add_special_case(title, [{ORTH: title}])
    nlp.tokenizer = BoundedTokenizer(tokenizer)
    if COMPONENT not in nlp.pipe_names:
        nlp.add_pipe(COMPONENT, before="parser")
    return nlp


def describe_pipeline(name: str = DEFAULT_PIPELINE) -> dict[str, Any]:
    """Return the name and version of a pipeline, for the record of how a release was made."""
    meta = load_pipeline(name).meta
    return {"name": name, "version": meta["version"], "spacy": spacy.about.__version__}


def find_data(name: str) -> Path:
    """Find the folder with the data of an installed pipeline, without loading it.

    Raises:
        ModelError: The pipeline is not installed.
    """
    try:
        place = get_package_path(name)
        meta = load_meta(place / "meta.json")
    except (OSError, ValueError, ImportError) as error:
        raise _build_missing(name, _first_line(error)) from error
    folder: Path = place / f"{meta['lang']}_{meta['name']}-{meta['version']}"
    return folder


def _build_missing(name: str, reason: str) -> ModelError:
    is_name = name.isidentifier()
    hint = f"pip install {name.replace('_', '-')}" if is_name else "name an installed pipeline or its folder"
    return ModelError(f"{name!r}: no such pipeline is installed ({reason})", hint=hint)


def _first_line(error: BaseException) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]
