"""Fits the network to examples."""

import math
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from exporter.extraction.attributions.model.decoding import OTHER
from exporter.training.crf import compute_loss
from exporter.training.examples import Batch, Example, Window, build_batch, plan_epoch
from exporter.training.network import Network


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """How the network is trained, by default as the weights that exporter ships."""

    seed: int = 1
    epochs: int = 8
    length: int = 320
    margin: int = 24
    batch_pieces: int = 2560
    encoder_rate: float = 2e-4
    reader_rate: float = 8e-4
    rate_decay: float = 0.9  # of each encoder layer to the one above
    warm_up: float = 0.06
    weight_decay: float = 0.01
    dropout: float = 0.1
    averaging: float = 0.995
    most_norm: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Where training stands after a step; loss is the mean over the last steps, in nats an attribution."""

    step: int
    steps: int
    epoch: int
    loss: float


def fit(
    network: Network,
    texts: Sequence[Sequence[Example]],
    recipe: Recipe,
    *,
    device: str = "cpu",
    on_step: Callable[[Progress], None] | None = None,
) -> Network:
    """Fit a network to the examples of many texts.

    Args:
        network: Changed in place.
        texts: For each text the examples of all its annotators; an epoch takes one of them at random.
        recipe: Rates, sizes and the seed.
        device: Where to compute.
        on_step: Called after every step.

    Returns:
        The network with the running average of its weights over the last steps (Polyak and Juditsky, 1992).
    """
    rng = random.Random(recipe.seed)
    torch.manual_seed(recipe.seed)
    network.to(device).train()
    epochs = [_plan(texts, recipe, rng) for _ in range(recipe.epochs)]
    steps = sum(map(len, epochs))
    optimizer = torch.optim.AdamW(_group(network, recipe), weight_decay=recipe.weight_decay)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimizer, lambda step: _get_rate(step, steps, recipe.warm_up)
    )
    averaged = torch.optim.swa_utils.AveragedModel(network, avg_fn=_build_average(recipe.averaging))
    loss_mean, step = 0.0, 0
    for number, windows in enumerate(epochs, 1):
        for batch in map(build_batch, windows):
            loss = compute_batch_loss(network, batch, rng, device)
            optimizer.zero_grad(set_to_none=True)
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(network.parameters(), recipe.most_norm)
            optimizer.step()
            schedule.step()
            averaged.update_parameters(network)
            step += 1
            loss_mean += (loss.item() - loss_mean) / min(step, 50)
            if on_step is not None:
                on_step(Progress(step=step, steps=steps, epoch=number, loss=loss_mean))
    return cast(Network, averaged.module).eval()


def _plan(texts: Sequence[Sequence[Example]], recipe: Recipe, rng: random.Random) -> list[list[Window]]:
    return plan_epoch(texts, length=recipe.length, margin=recipe.margin, size=recipe.batch_pieces, rng=rng)


def _build_average(most: float) -> Callable[[Tensor, Tensor, Tensor | int], Tensor]:
    """Build a running average that forgets quickly at first, so that short trainings do not keep where they began."""

    def average(averaged: Tensor, current: Tensor, count: Tensor | int) -> Tensor:
        kept = min(most, (1 + int(count)) / (10 + int(count)))
        return averaged + (current - averaged) * (1 - kept)

    return average


def _get_rate(step: int, steps: int, warm_up: float) -> float:
    """Rise linearly, then fall along half a cosine."""
    done = step / max(steps, 1)
    if done < warm_up:
        return done / warm_up
    return 0.5 * (1 + math.cos(math.pi * min((done - warm_up) / (1 - warm_up), 1.0)))


def _group(network: Network, recipe: Recipe) -> list[dict[str, object]]:
    """Give lower layers lower rates, as Howard and Ruder (ULMFiT, ACL 2018) do."""
    encoder = network.encoder
    layers = [[encoder.pieces, encoder.positions, encoder.norm], *([block] for block in encoder.blocks)]
    groups: list[dict[str, object]] = []
    seen: set[int] = set()
    for depth, modules in enumerate(layers):
        parameters = [parameter for module in modules for parameter in module.parameters()]
        seen.update(map(id, parameters))
        rate = recipe.encoder_rate * recipe.rate_decay ** (len(layers) - 1 - depth)
        groups.append({"params": parameters, "lr": rate})
    rest = [parameter for parameter in network.parameters() if id(parameter) not in seen]
    groups.append({"params": rest, "lr": recipe.reader_rate})
    return groups


def compute_batch_loss(network: Network, batch: Batch, rng: random.Random, device: str) -> Tensor:
    """Compute the loss of one batch, in nats an attribution."""
    with _halve(device):
        inputs = [values.to(device) for values in batch.inputs]
        states = network.encoder(*inputs, batch.mask.to(device))
        words = states.reshape(-1, states.shape[-1])[batch.firsts.to(device)]
        roles, cues = network.encoder.roles(words).float(), network.encoder.cues(words).squeeze(-1).float()
    learnt = batch.learnt.to(device)
    loss = 0.3 * functional.cross_entropy(roles[learnt], batch.roles.to(device)[learnt], reduction="sum")
    loss = loss + 0.5 * functional.binary_cross_entropy_with_logits(
        cues[learnt], batch.is_cue.to(device)[learnt], reduction="sum"
    )
    chosen, labels, positive = choose_cues(
        batch, torch.sigmoid(cues.detach()).cpu().numpy(), rng, network.shape.reach
    )
    if chosen:
        starts, ends = _find_bounds(batch, chosen)
        places = [torch.tensor(each, device=device) for each in (chosen, starts, ends)]
        with _halve(device):
            scores, exists, is_cue = network.reader(words, *places)
        wanted = torch.tensor(positive, device=device)
        loss = loss + functional.binary_cross_entropy_with_logits(
            is_cue.float(), wanted.float(), reduction="sum"
        )
        if any(positive):
            target = torch.from_numpy(labels).to(device)[wanted]
            loss = (
                loss + compute_loss(scores.float()[wanted], exists[wanted], target, network.transitions).sum()
            )
    return loss / max(sum(positive), 1)


def _halve(device: str) -> torch.autocast:
    """Compute in floats of 16 bits, but for processors that have none: there it takes many times as long."""
    kind = device.split(":")[0]
    has_half = kind != "cpu" or torch.backends.cpu.get_cpu_capability().startswith("AVX512")
    return torch.autocast(kind, torch.bfloat16, enabled=has_half)


def choose_cues(
    batch: Batch, cues: np.ndarray, rng: random.Random, reach: int
) -> tuple[list[int], np.ndarray, list[bool]]:
    """Choose the words whose surroundings the reader learns from: one of each cue, and likely mistakes.

    Returns:
        The words; the labels around each, shape (words, 2 * reach + 1); whether each is a cue.
    """
    chosen: list[int] = []
    rows: list[np.ndarray] = []
    for cue, places, labels in batch.frames:
        word = int(rng.choice(cue.tolist()) if rng.random() < 0.2 else cue[np.argmax(cues[cue])])
        row = np.full(2 * reach + 1, OTHER, dtype=np.int64)
        near = np.abs(places - word) <= reach
        row[places[near] - word + reach] = labels[near]
        chosen.append(word)
        rows.append(row)
    positives = len(chosen)
    wrong = np.where((batch.is_cue.numpy() == 0) & batch.learnt.numpy(), cues, 0.0)
    likely = np.argsort(-wrong, kind="stable")[: positives // 2 + 2]
    chosen += [int(word) for word in likely if wrong[word] > 0.03]
    labels = np.array(rows + [np.full(2 * reach + 1, OTHER)] * (len(chosen) - positives), dtype=np.int64)
    return chosen, labels, [number < positives for number in range(len(chosen))]


def _find_bounds(batch: Batch, words: Sequence[int]) -> tuple[list[int], list[int]]:
    edges = np.array([start for start, _ in batch.bounds])
    rows = np.searchsorted(edges, words, "right") - 1
    return [batch.bounds[row][0] for row in rows], [batch.bounds[row][1] for row in rows]
