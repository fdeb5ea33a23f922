"""Full lines that may end a paragraph: how they are described, and what the weights are fitted to."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from exporter.documents.folding.full_lines import WEIGHTS, FullLines

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def script():
    """Load tools/train_full_lines.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("train_full_lines", ROOT / "tools" / "train_full_lines.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_learns_from_lines_that_are_full_and_end_a_sentence(script):
    """Lines that are short, or end within a sentence, tell what they are and are no examples."""
    text = "The ferry sails on Monday at noon. It stays.\nThe mate, who was on board, says no.\nNobody asked."
    examples = list(script.iter_examples(text, 36))
    assert [is_end for _, is_end in examples] == [False, True]
    assert {len(described) for described, _ in examples} == {len(WEIGHTS)}


def test_fits_weights(script):
    """The weights tell apart what can be told apart."""
    described = np.array([[1.0, 0.0], [1.0, 1.0]] * 50)
    is_end = described[:, 1] > 0
    assert (((described @ script.fit(described, is_end)) > 0) == is_end).all()


@pytest.mark.parametrize(
    ("lines", "is_end"),
    [
        pytest.param(
            ("“We wait here for the whole of it.", "And then we sail,” he said, and left."), False, id="open"
        ),
        pytest.param(
            ("“We wait,” he said. “We can wait.”", "Rita Moor left the ferry in port."), True, id="closed"
        ),
        pytest.param(
            ("He left the port, the mayor said it.", "It will sail at noon on Monday, then."), False, id="it"
        ),
    ],
)
def test_words_tell_where_a_paragraph_ends(lines, is_end):
    """Open marks and pronouns go on, names after a quote do not, in paragraphs of some four lines."""
    around = ["The ferry will sail at noon on time,", "all of its crew has come on board it,"]
    others = [*around, "and the port is free of ice by now."]
    reader = FullLines([*others, *around, *lines, *others], [False, False, True, *[False] * 6], 36)
    for number in range(3, 6):
        reader.add(number)
    assert reader.is_end(5) is is_end
