"""Turns a trained network into the files that users get: ONNX, integers of 8 bits, no torch."""

import copy
import logging
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from exporter.extraction.encoder.model import ENCODER, ENCODER_INPUTS, PLACES, READER, READER_INPUTS
from exporter.training.network import Block, Network

_OPSET = 20
_QUANTISED = ["MatMul", "Gemm", "Gather"]


class EncoderGraph(nn.Module):
    """What encoder.onnx computes: one window in, cue scores and states of its words out."""

    def __init__(self, network: Network) -> None:
        """Take over the encoder of a network."""
        super().__init__()
        self.encoder = _fuse(network.encoder)

    def forward(
        self, pieces: Tensor, marks: Tensor, cases: Tensor, breaks: Tensor, firsts: Tensor
    ) -> tuple[Tensor, Tensor]:
        """Read inputs of shape (pieces,) and the places of the words' first pieces, shape (words,)."""
        states = self.encoder(pieces[None], marks[None], cases[None], breaks[None])[0][firsts]
        return self.encoder.cues(states).squeeze(-1), states


class ReaderGraph(nn.Module):
    """What reader.onnx computes: states of a window's words and anchors in, label scores and anchor scores out."""

    def __init__(self, network: Network) -> None:
        """Take over the reader of a network."""
        super().__init__()
        self.reader = _fuse(network.reader)

    def forward(self, states: Tensor, anchors: Tensor) -> tuple[Tensor, Tensor]:
        """Read states of shape (words, width) around anchors, word numbers of shape (anchors,)."""
        starts, ends = torch.zeros_like(anchors), torch.full_like(anchors, states.shape[0])
        scores, _, is_cue = self.reader(states, anchors, starts, ends)
        return scores, is_cue


M = TypeVar("M", bound=nn.Module)


def _fuse(module: M) -> M:
    """Copy a module so that its attention is exported as one operator, which onnxruntime computes twice as fast."""
    module = copy.deepcopy(module)
    for part in module.modules():
        if isinstance(part, Block):
            part.attend = _attend_fused
    return module


def _attend_fused(query: Tensor, key: Tensor, value: Tensor, heads: int, exists: Tensor | None) -> Tensor:
    mask = [] if exists is None else [None, exists.to(torch.int32)]
    fused: Tensor = torch.onnx.ops.symbolic(
        "com.microsoft::MultiHeadAttention",
        [query, key, value, *mask],
        attrs={"num_heads": heads},
        dtype=query.dtype,
        shape=query.shape,
        version=1,
    )
    return fused


def write_graphs(network: Network, folder: Path, *, quantised: bool = True) -> None:
    """Write encoder.onnx and reader.onnx.

    Args:
        network: In evaluation mode, on the CPU.
        folder: Exists; files in it are overwritten.
        quantised: Store weights as integers of 8 bits with one scale a column, and multiply in integers, instead of
            32 bit floats.
    """
    pieces, words, anchors = (
        torch.export.Dim(name, min=2, max=most)
        for name, most in (("pieces", PLACES), ("words", PLACES), ("anchors", 256))
    )
    # Four tensors, not one four times: the exporter would take them for one input.
    rows = tuple(torch.ones(12, dtype=torch.int64) for _ in range(4))
    with tempfile.TemporaryDirectory() as scratch, _keep_quiet():
        _export(
            EncoderGraph(network),
            (*rows, torch.arange(1, 10)),
            Path(scratch) / ENCODER,
            names=(list(ENCODER_INPUTS), ["cues", "states"]),
            shapes=({0: pieces}, {0: pieces}, {0: pieces}, {0: pieces}, {0: words}),
        )
        _export(
            ReaderGraph(network),
            (torch.zeros(9, network.shape.width), torch.tensor([2, 5, 7])),
            Path(scratch) / READER,
            names=(list(READER_INPUTS), ["labels", "is_cue"]),
            shapes=({0: words}, {0: anchors}),
        )
        for name in (ENCODER, READER):
            _convert(Path(scratch) / name, folder / name, quantised=quantised)


@contextmanager
def _keep_quiet() -> Iterator[None]:
    """Silence what torch and onnxruntime advise their own developers while they export."""
    disabled = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(disabled)


def _export(
    graph: nn.Module,
    example: tuple[Tensor, ...],
    path: Path,
    *,
    names: tuple[list[str], list[str]],
    shapes: tuple[dict[int, Any], ...],
) -> None:
    torch.onnx.export(
        graph.eval(),
        example,
        path,
        input_names=names[0],
        output_names=names[1],
        dynamic_shapes=shapes,
        opset_version=_OPSET,
        dynamo=True,
        external_data=False,
        verbose=False,
    )


def _convert(source: Path, target: Path, *, quantised: bool) -> None:
    model = onnx.load(source)
    for part in (model.graph, *model.graph.node, *model.graph.input, *model.graph.value_info):
        part.ClearField("metadata_props")  # where torch traced what, on the machine that exported
    if not quantised:
        onnx.save(model, target)
        return
    quantize_dynamic(
        model, target, weight_type=QuantType.QInt8, per_channel=True, op_types_to_quantize=_QUANTISED
    )
