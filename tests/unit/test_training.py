"""Training: what is learnt from, that it learns, that chance has a seed, and that what is shipped computes the same."""

import json
import random
from pathlib import Path

import numpy as np
import pytest
from encoding import NETWORKS, find_rounding, load_tokenizer
from hypothesis import given
from hypothesis import strategies as st

from exporter.brat import Attribution, read_corpus
from exporter.errors import InputError
from exporter.evaluation import add_counts, score_document, summarise
from exporter.extraction.attributions.model.decoding import CONTENT, CUE, OTHER, SOURCE
from exporter.extraction.attributions.model.encoder import AttributionModel, OnnxNetwork, Settings
from exporter.extraction.text.paragraphs import find_paragraphs
from exporter.extraction.text.quotation_marks import find_quoted
from exporter.records import Span

torch = pytest.importorskip("torch")

from exporter.training import Recipe, train  # noqa: E402
from exporter.training.examples import build_batch, build_example, plan_epoch  # noqa: E402
from exporter.training.fitting import choose_cues, fit  # noqa: E402
from exporter.training.network import Network, Shape  # noqa: E402
from exporter.training.shipping import write_graphs  # noqa: E402
from exporter.training.training import build_examples, split  # noqa: E402

SEEDS = Path(__file__).parents[2] / "seeds"
SMALL = Shape(
    layers=1, width=24, heads=2, inner=32, reader_width=16, reader_heads=2, reader_inner=16, reach=8
)


def build(text, *attributions):
    """Build an example of attributions given as words: content, cue, source."""

    def find(words):
        start = text.index(words) if words else 0
        return (Span(start=start, end=start + len(words)),) if words else ()

    found = [
        Attribution(content=find(content), cue=find(cue), source=find(source))
        for content, cue, source in attributions
    ]
    return build_example(text, found, load_tokenizer())


def read_seeds():
    """Read the annotated seeds as examples, one list a text."""
    return [build_examples(text, load_tokenizer()) for text in read_corpus(SEEDS / "gold")]


def build_network(seed=1):
    """Build a small network with chance weights."""
    torch.manual_seed(seed)
    return Network(SMALL)


def test_labels_stand_on_the_words_of_their_spans():
    """Each word of an attribution has its role; the cue is what it is found by."""
    example = build("The mayor said the bridge is safe.", ("the bridge is safe", "said", "The mayor"))
    ((places, labels),) = example.labels
    assert places.tolist() == [0, 1, 2, 3, 4, 5, 6]
    assert labels.tolist() == [SOURCE] * 2 + [CUE] + [CONTENT] * 4
    assert example.cues[0].tolist() == [2]


@pytest.mark.parametrize(
    ("cue", "source", "found_by"),
    [("said", "The mayor", [2]), ("", "The mayor", [0, 1]), ("", "", [3])],
    ids=["cue", "source", "first word"],
)
def test_an_attribution_is_found_by_what_it_has(cue, source, found_by):
    """Without a cue it is found by its source, without a source by its first word."""
    example = build("The mayor said the bridge is safe.", ("the bridge is safe", cue, source))
    assert example.cues[0].tolist() == found_by


@given(st.integers(1, 400), st.integers(80, 320), st.integers(0, 12), st.integers(0, 2**16))
def test_every_word_is_learnt_once_in_an_epoch(count, length, margin, seed):
    """Wherever a text is cut, no word is lost to the margins and none is learnt twice."""
    example = build(" ".join(["word"] * count))
    planned = plan_epoch([[example]], length=length, margin=margin, size=640, rng=random.Random(seed))
    learnt = [
        number
        for windows in planned
        for window in windows
        for number in range(window.learn_start, window.learn_end)
    ]
    assert sorted(learnt) == list(range(count))


@given(st.integers(0, 2**16))
def test_batches_hold_the_words_where_they_say(seed):
    """The inputs at a word's place are its own first piece, however windows are mixed and padded."""
    texts = [
        [build("The mayor said the bridge is unforeseeably safe.", ("the bridge", "said", "The mayor"))],
        [build("Nobody spoke.")],
        [build("“No,” she said. " * 30)],
    ]
    for windows in plan_epoch(texts, length=60, margin=4, size=200, rng=random.Random(seed)):
        batch = build_batch(windows)
        pieces = batch.inputs[0].reshape(-1)[batch.firsts]
        wanted = [w.example.words.pieces[w.example.words.firsts[w.start : w.end]] for w in windows]
        assert pieces.tolist() == np.concatenate(wanted).tolist()
        assert batch.mask.reshape(-1)[batch.firsts].all()


def test_the_reader_learns_from_cues_and_likely_mistakes():
    """Each attribution gives one cue with its labels around it; a word wrongly taken for a cue gets none."""
    example = build("The mayor said the bridge is safe.", ("the bridge is safe", "said", "The mayor"))
    (windows,) = plan_epoch([[example]], length=320, margin=24, size=640, rng=random.Random(1))
    batch = build_batch(windows)
    likely = np.array([0.0, 0.0, 0.9, 0.0, 0.8, 0.01, 0.0, 0.0])
    words, labels, is_cue = choose_cues(batch, likely, random.Random(1), reach=3)
    assert words == [2, 4]
    assert is_cue == [True, False]
    assert labels[0].tolist() == [OTHER, SOURCE, SOURCE, CUE, CONTENT, CONTENT, CONTENT]
    assert labels[1].tolist() == [OTHER] * 7


@pytest.mark.slow
def test_training_lowers_the_loss():
    """After some epochs on the seeds the loss is well under what it was in the first."""
    losses = []
    recipe = Recipe(epochs=6, reader_rate=5e-3, encoder_rate=5e-3, batch_pieces=640)
    fit(build_network(), read_seeds(), recipe, on_step=lambda progress: losses.append(progress.loss))
    assert losses[-1] < 0.6 * losses[0]


def test_a_seed_decides_all_chance():
    """Two runs with a seed give the same weights, bit by bit; another seed gives others."""

    def run(seed):
        network = fit(build_network(), read_seeds()[:3], Recipe(epochs=1, seed=seed, batch_pieces=640))
        return torch.cat([values.flatten() for values in network.state_dict().values()])

    assert torch.equal(run(1), run(1))
    assert not torch.equal(run(1), run(2))


def test_progress_ends_where_it_said():
    """The number of steps is known from the first and is that of the last."""
    seen = []
    fit(build_network(), read_seeds()[:3], Recipe(epochs=2, batch_pieces=640), on_step=seen.append)
    assert [each.step for each in seen] == list(range(1, seen[0].steps + 1))
    assert seen[-1].epoch == 2


def round_weights(network):
    """Round weights to 255 steps, those of products by row, of embeddings by column; shipping then changes nothing."""
    for part in network.modules():
        if isinstance(part, torch.nn.Linear | torch.nn.Embedding):
            highest = part.weight.abs().amax(int(isinstance(part, torch.nn.Linear)), keepdim=True)
            scales = torch.where(highest == 0, 1, highest / 127)
            part.weight.data = (part.weight / scales).round() * scales
    return network


@pytest.mark.slow
@pytest.mark.parametrize("quantised", [False, True])
def test_what_is_shipped_computes_what_was_trained(tmp_path, quantised):
    """Onnxruntime gives the numbers that torch gives of the same weights, in windows of any length."""
    network = round_weights(build_network().eval()) if quantised else build_network().eval()
    write_graphs(network, tmp_path, quantised=quantised)
    settings = Settings(
        name="small",
        version="1",
        length=320,
        overlap=48,
        reach=SMALL.reach,
        anchor_threshold=0.1,
        threshold=0.0,
        transitions=((0.0,) * 4,) * 4,
        calibration=(),
        files={},
    )
    onnx = OnnxNetwork(tmp_path, settings, 1)
    rng = np.random.default_rng(1)
    for count in (3, 40, 320):
        pieces = rng.integers(1000, 30000, count)
        marks, cases, breaks = (rng.integers(0, 2, count) for _ in range(3))
        firsts = np.arange(1, count - 1)
        cues, states = onnx.encode((pieces, marks, cases, breaks), firsts)
        with torch.no_grad():
            rows = [torch.from_numpy(values)[None] for values in (pieces, marks, cases, breaks)]
            wanted = network.encoder(*rows)[0][firsts]
            assert states == pytest.approx(wanted.numpy(), abs=1e-4)
            assert cues == pytest.approx(network.encoder.cues(wanted).squeeze(-1).numpy(), abs=1e-4)
            anchors = np.array([0, len(firsts) // 2, len(firsts) - 1])
            labels, is_cue = onnx.read(states, anchors)
            bounds = torch.zeros(3, dtype=torch.int64), torch.full((3,), len(firsts))
            scores, exists, sure = network.reader(wanted, torch.from_numpy(anchors), *bounds)
            assert labels[exists.numpy()] == pytest.approx(scores[exists].numpy(), abs=1e-4)
            assert is_cue == pytest.approx(sure.numpy(), abs=1e-4)


@pytest.mark.slow
def test_rounded_weights_are_stored_as_integers(tmp_path):
    """Of what is large, only integers of 8 bits are stored; nothing but floats is multiplied."""
    sizes = []
    for quantised in (False, True):
        write_graphs(build_network().eval(), tmp_path, quantised=quantised)
        sizes.append(sum((tmp_path / name).stat().st_size for name in NETWORKS))
    assert sizes[1] < 0.3 * sizes[0]
    for name in NETWORKS:
        assert find_rounding(tmp_path / name) == set()


@pytest.fixture(scope="module")
def corpus(tmp_path_factory):
    """Write a corpus of brat files: the annotated seeds, twice, under two names."""
    folder = tmp_path_factory.mktemp("corpus")
    for path in sorted((SEEDS / "gold").glob("*.[at][nx][nt]")):
        for number in (1, 2):
            (folder / f"{number}-{path.name}").write_bytes(path.read_bytes())
    return folder


@pytest.mark.slow
def test_a_newsroom_trains_a_model_that_finds_attributions(corpus, tmp_path):
    """The model that was written loads without torch's help and finds most of what it has learnt from."""
    # No newsroom would train so briefly, but what it has seen the network must learn.
    trained = train(corpus, tmp_path / "mine", recipe=Recipe(epochs=6, batch_pieces=960))
    model = AttributionModel(trained.folder)
    learnt, _ = split(read_corpus(corpus))

    def find(text):
        paragraphs = find_paragraphs(text)
        return [
            Attribution(content=each.content, cue=each.cue, source=each.source)
            for each in model.find(text, paragraphs, find_quoted(text, paragraphs))
        ]

    scores = summarise(
        add_counts(score_document(each.text, each.attributions, find(each.text)) for each in learnt)
    )
    assert scores.words.f1 > 0.7
    assert scores.end_to_end.f1 > 0.4


@pytest.mark.slow
def test_a_model_comes_with_a_card_and_its_checksums(corpus, tmp_path):
    """The folder holds what extraction needs and a card with the scores on the texts held out."""
    trained = train(corpus, tmp_path / "mine", name="mine", recipe=Recipe(epochs=1, batch_pieces=960))
    names = {path.name for path in trained.folder.iterdir()}
    assert names == {"model.json", "tokenizer.json", "encoder.onnx", "reader.onnx", "README.md"}
    settings = json.loads((trained.folder / "model.json").read_text(encoding="utf-8"))
    assert settings["name"] == "mine"
    assert trained.texts + trained.held_out == 24
    card = (trained.folder / "README.md").read_text(encoding="utf-8")
    assert f"{100 * trained.scores.words.f1:.1f}" in card


def test_nothing_is_overwritten(corpus, tmp_path):
    """A folder with anything in it is refused before any work."""
    (tmp_path / "kept").write_text("kept", encoding="utf-8")
    with pytest.raises(InputError, match="not empty"):
        train(corpus, tmp_path)
    assert (tmp_path / "kept").read_text(encoding="utf-8") == "kept"


def test_too_few_texts_are_refused(tmp_path):
    """A handful of texts is no corpus; the message tells how many are needed."""
    with pytest.raises(InputError, match="expected at least 24, found 12"):
        train(SEEDS / "gold", tmp_path / "model")
    assert not (tmp_path / "model").exists()
