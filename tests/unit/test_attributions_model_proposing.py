"""Windows are read in a stream: what is found is the same, and what is kept does not grow with the text."""

import gc
import weakref

import numpy as np
import pytest
from encoding import WEIGHTS, build_words

from exporter.extraction.attributions.model import proposing
from exporter.extraction.attributions.model.encoder import AttributionModel
from exporter.extraction.attributions.model.proposing import propose_frames
from exporter.extraction.attributions.model.words import read_words
from exporter.extraction.text.paragraphs import find_paragraphs

STORY = (
    "The ferry will sail at noon, Mara Quist said, and Ben Okoro insisted that it would not sail at all.\n"
    * 60
)


class CountingNetwork:
    """A network that takes every tenth word for a cue, and knows how many of its states are still in use."""

    length, overlap, reach = 30, 6, 5
    transitions = np.zeros((4, 4), dtype=np.float32)

    def __init__(self):
        """Start with nothing read."""
        self.states = []
        self.most = 0
        self.windows = 0

    def encode(self, inputs, firsts):
        """Give a logit and a state for each word."""
        states = np.zeros((len(firsts), 8), dtype=np.float32)
        self.states.append(weakref.ref(states))
        self.windows += 1
        gc.collect()
        self.most = max(self.most, sum(each() is not None for each in self.states))
        cues = np.full(len(firsts), -9, dtype=np.float32)
        cues[::10] = 9
        return cues, states

    def read(self, states, anchors):
        """Give scores that tell nothing."""
        places = 2 * self.reach + 1
        return np.ones((len(anchors), places, 4), dtype=np.float32), np.ones(len(anchors), dtype=np.float32)


def test_states_of_a_window_are_kept_until_its_neighbour_is_read():
    """However many windows there are, the states of four at most are there at once."""
    network = CountingNetwork()
    propose_frames(build_words("word " * 1000), network, 0.5)
    assert network.windows > 30
    assert network.most <= 4


@pytest.mark.parametrize("at_once", [1, 7])
def test_frames_do_not_depend_on_how_many_are_decoded_at_once(monkeypatch, at_once):
    """Not even the last digit of a likelihood changes with the number of anchors that are decoded together."""
    model = AttributionModel(WEIGHTS)
    words = read_words(STORY, find_paragraphs(STORY), [], model._tokenizer)
    together = propose_frames(words, model._network, 0.15)
    monkeypatch.setattr(proposing, "_AT_ONCE", at_once)
    assert propose_frames(words, model._network, 0.15) == together
    assert len(together) > 60
