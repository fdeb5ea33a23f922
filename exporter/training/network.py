"""The network: a MiniLM encoder that marks cues, and a reader that finds what belongs to each.

The encoder is all-MiniLM-L6-v2 (Wang et al., MiniLM, NeurIPS 2020) with three inputs more: quotation marks,
capitals, paragraph starts. For every candidate cue a small transformer reads the words around it, told which
word is meant, as semantic role labelling does for a predicate (Shi and Lin, Simple BERT models for relation
extraction and semantic role labelling, 2019); a linear-chain CRF labels them.
"""

import math
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import cast

import torch
from torch import Tensor, nn
from torch.nn import functional

from exporter.extraction.attributions.model.decoding import LABELS
from exporter.extraction.attributions.model.words import CASES, MARKS


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Sizes of the network; those of the encoder are MiniLM's."""

    vocabulary: int = 30522
    positions: int = 512
    layers: int = 6
    width: int = 384
    heads: int = 12
    inner: int = 1536
    reader_layers: int = 1
    reader_width: int = 256
    reader_heads: int = 4
    reader_inner: int = 768
    reach: int = 64  # words to each side of a cue that the reader sees

    def build_dict(self) -> dict[str, int]:
        """Return the sizes by name."""
        return asdict(self)


Attention = Callable[[Tensor, Tensor, Tensor, int, Tensor | None], Tensor]


class Block(nn.Module):
    """One transformer layer, normalised after each half, as in BERT."""

    def __init__(self, width: int, heads: int, inner: int, dropout: float) -> None:
        """Build a layer of a width, with so many attention heads and so wide an inner layer."""
        super().__init__()
        self.heads = heads
        self.attend: Attention = attend
        self.mixing = nn.Linear(width, 3 * width)
        self.joining = nn.Linear(width, width)
        self.mixing_norm = nn.LayerNorm(width, eps=1e-12)
        self.widening = nn.Linear(width, inner)
        self.narrowing = nn.Linear(inner, width)
        self.inner_norm = nn.LayerNorm(width, eps=1e-12)
        self.dropout = dropout

    def forward(self, states: Tensor, exists: Tensor | None) -> Tensor:
        """Read states of shape (batch, words, width); exists tells where there is a word, shape (batch, words)."""
        query, key, value = self.mixing(states).chunk(3, -1)
        mixed = self.attend(query, key, value, self.heads, exists)
        states = self.mixing_norm(states + self.joining(mixed))
        inner = self.narrowing(functional.gelu(self.widening(states)))
        normed: Tensor = self.inner_norm(states + functional.dropout(inner, self.dropout, self.training))
        return normed


def attend(query: Tensor, key: Tensor, value: Tensor, heads: int, exists: Tensor | None) -> Tensor:
    """Attend in the inputs' precision; on a CPU this is twice as fast to train as torch's own function.

    Args:
        query: Shape (batch, words, width), as key and value.
        key: What is compared with the query.
        value: What is mixed.
        heads: Number of heads that the width is shared by.
        exists: Where there is a word, shape (batch, words); everywhere if None.
    """
    count, length, width = query.shape
    query, key, value = (
        part.view(count, length, heads, width // heads).transpose(1, 2) for part in (query, key, value)
    )
    with torch.autocast(query.device.type, enabled=False):
        weights = (query / math.sqrt(width // heads)) @ key.transpose(-1, -2)
        if exists is not None:
            weights = weights.masked_fill(~exists[:, None, None, :], -1e4)
        mixed = torch.softmax(weights, -1) @ value
    return mixed.transpose(1, 2).reshape(count, length, width)


class Encoder(nn.Module):
    """Pieces of text in, a state for every word and how likely it is (part of) a cue out."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        """Build an encoder without knowledge."""
        super().__init__()
        self.pieces = nn.Embedding(shape.vocabulary, shape.width)
        self.positions = nn.Embedding(shape.positions, shape.width)
        self.marks = _build_zeros(len(MARKS), shape.width)
        self.cases = _build_zeros(len(CASES), shape.width)
        self.breaks = _build_zeros(2, shape.width)
        self.norm = nn.LayerNorm(shape.width, eps=1e-12)
        self.blocks = nn.ModuleList(
            Block(shape.width, shape.heads, shape.inner, dropout) for _ in range(shape.layers)
        )
        self.roles = nn.Linear(shape.width, len(LABELS))
        self.cues = nn.Linear(shape.width, 1)
        self.dropout = dropout

    def forward(
        self, pieces: Tensor, marks: Tensor, cases: Tensor, breaks: Tensor, exists: Tensor | None = None
    ) -> Tensor:
        """Read numbers of shape (batch, pieces) into states of shape (batch, pieces, width); exists: see Block."""
        places = torch.arange(pieces.shape[1], device=pieces.device)
        states = self.pieces(pieces) + self.positions(places)
        states = self.norm(states + self.marks(marks) + self.cases(cases) + self.breaks(breaks))
        for block in self.blocks:
            states = block(states, exists)
        return cast(Tensor, states)


class Reader(nn.Module):
    """Words around a cue in, a score for each label of each word and one for the cue out."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        """Build a reader without knowledge."""
        super().__init__()
        self.reach = shape.reach
        self.words = nn.Linear(shape.width, shape.reader_width)
        self.cue = nn.Linear(shape.width, shape.reader_width)
        self.distances = nn.Embedding(2 * shape.reach + 1, shape.reader_width)
        nn.init.normal_(self.distances.weight, std=0.2)
        self.norm = nn.LayerNorm(shape.reader_width, eps=1e-12)
        self.blocks = nn.ModuleList(
            Block(shape.reader_width, shape.reader_heads, shape.reader_inner, dropout)
            for _ in range(shape.reader_layers)
        )
        self.labels = nn.Linear(shape.reader_width, len(LABELS))
        self.is_cue = nn.Linear(shape.reader_width, 1)
        self.dropout = dropout

    def forward(
        self, states: Tensor, cues: Tensor, starts: Tensor, ends: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        """Read the words around cues.

        Args:
            states: One state a word, shape (words, width).
            cues: Numbers of the words that are cues, shape (cues,).
            starts: First word that may be read for each cue, shape (cues,).
            ends: Word after the last that may be read for each cue, shape (cues,).

        Returns:
            Scores of the labels, (cues, 2 * reach + 1, labels); whether there is a word at each of these
            places, (cues, 2 * reach + 1); a score for each cue, (cues,).
        """
        offsets = torch.arange(-self.reach, self.reach + 1, device=states.device)
        places = cues[:, None] + offsets[None, :]
        exists = (places >= starts[:, None]) & (places < ends[:, None])
        near = self.words(states)[torch.where(exists, places, cues[:, None])]
        told = self.cue(states[cues])[:, None, :]
        read = self.norm(near + told + self.distances(offsets + self.reach)[None])
        for block in self.blocks:
            read = block(read, exists)
        return self.labels(read), exists, self.is_cue(read[:, self.reach]).squeeze(-1)


class Network(nn.Module):
    """Encoder, reader and the CRF's transition scores, trained together."""

    def __init__(self, shape: Shape, dropout: float = 0.1) -> None:
        """Build a network without knowledge."""
        super().__init__()
        self.shape = shape
        self.encoder = Encoder(shape, dropout)
        self.reader = Reader(shape, dropout)
        self.transitions = nn.Parameter(torch.zeros(len(LABELS), len(LABELS)))

    def load_minilm(self, weights: dict[str, Tensor]) -> None:
        """Take over the weights of a BERT model, by the names that its checkpoint gives them."""
        encoder, kind = self.encoder, weights["embeddings.token_type_embeddings.weight"][0]
        with torch.no_grad():
            encoder.pieces.weight.copy_(weights["embeddings.word_embeddings.weight"])
            encoder.positions.weight.copy_(weights["embeddings.position_embeddings.weight"] + kind)
            _copy(encoder.norm, weights, "embeddings.LayerNorm")
            for number, block in enumerate(encoder.blocks):
                _copy_block(cast(Block, block), weights, f"encoder.layer.{number}")


def _copy_block(block: Block, weights: dict[str, Tensor], name: str) -> None:
    parts = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
    block.mixing.weight.copy_(torch.cat([weights[f"{part}.weight"] for part in parts]))
    block.mixing.bias.copy_(torch.cat([weights[f"{part}.bias"] for part in parts]))
    _copy(block.joining, weights, f"{name}.attention.output.dense")
    _copy(block.mixing_norm, weights, f"{name}.attention.output.LayerNorm")
    _copy(block.widening, weights, f"{name}.intermediate.dense")
    _copy(block.narrowing, weights, f"{name}.output.dense")
    _copy(block.inner_norm, weights, f"{name}.output.LayerNorm")


def _copy(layer: nn.Linear | nn.LayerNorm, weights: dict[str, Tensor], name: str) -> None:
    layer.weight.copy_(weights[f"{name}.weight"])
    layer.bias.copy_(weights[f"{name}.bias"])


def _build_zeros(count: int, width: int) -> nn.Embedding:
    """Build an embedding that changes nothing before it is trained."""
    embedding = nn.Embedding(count, width)
    nn.init.zeros_(embedding.weight)
    return embedding
