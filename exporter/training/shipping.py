"""Turns a trained network into the files that users get: ONNX, weights as integers of 8 bits, no torch."""

import copy
import logging
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper
from torch import Tensor, nn

from exporter.extraction.attributions.model.encoder import (
    ENCODER,
    ENCODER_INPUTS,
    PLACES,
    READER,
    READER_INPUTS,
)
from exporter.training.network import Block, Network

_OPSET = 20
_MOST = 127  # of an integer of 8 bits; -128 is left out, so that scales need no zero point


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
        quantised: Store weights as integers of 8 bits with one scale a column, instead of as floats of 32 bits. In
            both cases floats are multiplied: products of integers would need the states rounded, too, and that makes
            of the last digit of a float, which processors do not agree on, a step that changes results.
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
    if quantised:
        round_weights(model.graph)
    onnx.save(model, target)


def round_weights(graph: onnx.GraphProto) -> None:
    """Store the weights of products and the rows of embeddings as integers of 8 bits, one scale a column.

    A product gets its weights as floats again, which onnxruntime computes once, when it loads the graph: by a cast
    and a multiplication, since it may take DequantizeLinear before a product for a wish to multiply integers. Of an
    embedding only the rows that are looked up become floats.

    Args:
        graph: Changed in place.
    """
    weights = {each.name: each for each in graph.initializer if each.data_type == onnx.TensorProto.FLOAT}
    stored: set[str] = set()
    nodes: list[onnx.NodeProto] = []
    for node in list(graph.node):
        place = {"MatMul": 1, "Gemm": 1, "Gather": 0}.get(node.op_type)
        name = "" if place is None else node.input[place]
        if place is None or name not in weights or len(weights[name].dims) != 2:
            nodes.append(node)
            continue
        is_new = name not in stored  # the exporter merges weights that are the same
        if is_new:
            _store(graph, weights[name], _find_axis(node))
            stored.add(name)
        if node.op_type == "Gather":
            (found,) = node.output
            node.input[place], node.output[0] = f"{name}_rounded", f"{found}_rounded"
            nodes += [node, *_restore(found, f"{name}_scales")]
        else:
            nodes += [*(_restore(name, f"{name}_scales") if is_new else []), node]
    del graph.node[:]
    graph.node.extend(nodes)


def _find_axis(node: onnx.NodeProto) -> int:
    """Find along which axis of its weights a node adds up, or looks up rows."""
    return 1 if any(each.name == "transB" and each.i for each in node.attribute) else 0


def _store(graph: onnx.GraphProto, weights: onnx.TensorProto, axis: int) -> None:
    """Put integers in the place of weights, and the scales, one for all along an axis, that multiply them back."""
    values = numpy_helper.to_array(weights)
    scales = np.abs(values).max(axis=axis, keepdims=True) / np.float32(_MOST)
    scales[scales == 0] = 1
    rounded = np.rint(values / scales).astype(np.int8)
    graph.initializer.append(numpy_helper.from_array(rounded, f"{weights.name}_rounded"))
    graph.initializer.append(numpy_helper.from_array(scales, f"{weights.name}_scales"))
    graph.initializer.remove(weights)


def _restore(name: str, scales: str) -> list[onnx.NodeProto]:
    """Build what makes floats of integers: the result has the name that the floats had."""
    return [
        helper.make_node("Cast", [f"{name}_rounded"], [f"{name}_cast"], to=onnx.TensorProto.FLOAT),
        helper.make_node("Mul", [f"{name}_cast", scales], [name]),
    ]
