"""The model that puts capitals: what it learns from, what comes along of it, and that it computes what was trained."""

import importlib.util
import sys
from pathlib import Path

import numpy as np
import pytest

from exporter.extraction.text.truecasing.network import WEIGHTS, WRITINGS, choose_writings, load_model
from exporter.extraction.text.truecasing.words import cut_words

torch = pytest.importorskip("torch")

ROOT = Path(__file__).parents[2]
TEXT = (
    "By Ada Quill\n\n"
    "The mayor of Northern Aldane, Ida McRae, told NATO on Monday that the bridge is safe.\n\n"
    "Mayor Says Northern Bridge Will Stay Open\n"
)


@pytest.fixture(scope="module")
def script():
    """Load tools/train_truecaser.py, which is no part of the package."""
    spec = importlib.util.spec_from_file_location("train_truecaser", ROOT / "tools" / "train_truecaser.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_learns_from_how_words_are_printed(script):
    """Each word is written as it is printed, but for headlines that have a capital on every word."""
    example = script.build_example(TEXT)
    written = {
        form: WRITINGS[writing]
        for form, writing in zip(example.forms, example.writings, strict=True)
        if writing >= 0
    }
    assert written["Quill"] == written["Northern"] == "capital"
    assert (written["McRae"], written["NATO"], written["bridge"]) == ("mixed", "capitals", "small")
    assert not {"Says", "Bridge", "Will", "Open"} & set(written)


def test_words_of_few_texts_are_not_listed(script):
    """The table has words that three texts have, and tells nothing of those that fewer have."""
    texts = ["she met Ida McRae on Monday", "she met Ida McRae at noon", "he saw Ida McRae", "on we go on On"]
    seen = script.build_seen(*script.count_seen(map(script.build_example, texts)))
    assert sorted(seen) == ["ida", "mcrae"]
    assert (seen["ida"].capital, seen["mcrae"].mixed, seen["mcrae"].form) == (3, 3, "McRae")


def test_what_is_shipped_computes_what_was_trained(script, tmp_path):
    """A network that is written and read again chooses the same, since its rows lose little by rounding."""
    torch.manual_seed(3)
    network = script.Network().eval()
    words = cut_words(TEXT.lower())
    script.write_model(network, {}, tmp_path)
    batch = script.build_batch([script.encode(script.build_example(TEXT), {})])
    with torch.no_grad():
        scores = network(batch.hints, batch.offsets, torch.ones(len(batch.hints)), batch.numbers)
    expected = scores[: len(words)].topk(2)
    chosen = choose_writings(words, load_model(tmp_path))
    is_clear = (expected.values[:, 0] - expected.values[:, 1] > 0.02).tolist()
    assert sum(is_clear) > len(words) / 2
    assert all(
        WRITINGS[best] == writing
        for best, writing, clear in zip(expected.indices[:, 0].tolist(), chosen, is_clear, strict=True)
        if clear
    )


def test_the_model_that_comes_along_is_small_and_keeps_its_word():
    """It has three million bytes at most, and no word that only one or two texts have."""
    assert sum(path.stat().st_size for path in WEIGHTS.iterdir()) < 3_000_000
    model = load_model()
    assert model.rows.dtype == np.int8
    assert min(each.small + each.capital + each.capitals + each.mixed for each in model.seen.values()) >= 3
