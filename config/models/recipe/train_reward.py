"""Trains the reward model on labelled chains: `train_reward.py REHEARSED.pt LABELS.jsonl OUT.pt [--minutes 5]`.

It begins with what `rehearse_reward.py` made. The process head learns the label of a step at its end, and with little weight at every
token of it, so that a step cut short is judged too; the outcome head learns at the end of the answer whether that is right.
Minutes are those of one core's work, so that a busy machine makes the same model later.
"""

import argparse
import json
import random
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from torch.nn import functional as F

import tokens
from label import right, step_ends
from model import Decoder, RewardModel, Shape
from train import Muon

BATCH_TOKENS = 2048
INSIDE = 0.1         # weight of a token inside a step; its end has 1
LABELLED_SHARE = 0.35  # of the rows, chains whose every step was completed; the others are completions
OUTCOME, PROCESS = range(2)


@dataclass(frozen=True)
class Row:
    text: str
    ends: list[int]               # of steps, in the text
    values: list[float | None]    # one a step; None: not known
    right: bool | None    # None: there is no whole answer


def rows(records: list[dict]) -> tuple[list[Row], list[Row]]:
    """The labelled chains, and their completions."""
    labelled, completions = [], []
    for record in records:
        prompt, chain, steps = record["prompt"], record["chain"], record["steps"]
        ends, shares = [len(prompt) + step["end"] for step in steps], [estimate(step["share"]) for step in steps]
        labelled.append(Row(prompt + chain, ends, shares, right(chain, record["answer"]) if chain.endswith("$") else None))
        for i, step in enumerate(steps):
            for text in set(step["completions"]):
                is_right = right(chain[:step["end"]] + text, record["answer"])
                own = [ends[i] + end for end in step_ends(text)]
                # All steps of a right chain are good; of a wrong one, only the last is known to be past a mistake.
                known = [1.0] * len(own) if is_right else [None] * (len(own) - 1) + [0.0] * bool(own)
                completions.append(Row(
                    prompt + chain[:step["end"]] + text, ends[:i + 1] + own, shares[:i + 1] + known,
                    is_right if text.endswith("$") else None))
    return labelled, completions


def estimate(share: float) -> float:
    """Half way between Math-Shepherd's soft estimate and its hard one, that some completion is right: a hard problem is no mistake of a step."""
    return (share + (share > 0)) / 2


def by_length(rows: list[Row], most: int = BATCH_TOKENS) -> list[list[Row]]:
    """Batches of rows of about one length."""
    batches, current = [], []
    for row in sorted(rows, key=lambda row: len(row.text)):
        if current and (len(current) + 1) * len(row.text) > most:
            batches.append(current)
            current = []
        current.append(row)
    return batches + [current]


def tensors(batch: list[Row]):
    """Token ids [rows, length], targets and weights [rows, length, 2]."""
    length = max(len(row.text) for row in batch)
    ids = torch.full((len(batch), length), tokens.PAD)
    targets, weights = torch.zeros(len(batch), length, 2), torch.zeros(len(batch), length, 2)
    for i, row in enumerate(batch):
        ids[i, :len(row.text)] = torch.tensor(tokens.encode(row.text))
        start = row.text.index("=") + 1
        for end, value in zip(row.ends, row.values):
            if value is not None:
                targets[i, start:end, PROCESS] = value
                weights[i, start:end, PROCESS] = INSIDE
                weights[i, end - 1, PROCESS] = 1
            start = end
        if row.right is not None:
            targets[i, len(row.text) - 1, OUTCOME] = row.right
            weights[i, len(row.text) - 1, OUTCOME] = 2  # one a chain, and steps are several
    return ids, targets, weights


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("start")
    arguments.add_argument("labels", type=Path)
    arguments.add_argument("out")
    arguments.add_argument("--minutes", type=float, default=5)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    labelled, completions = rows([json.loads(line) for line in options.labels.open()])
    print(f"{len(labelled):,} labelled chains, {len(completions):,} completions", flush=True)
    begun = torch.load(options.start)
    model = RewardModel(Decoder(Shape(**begun["shape"])), tokens.EQUALS).train()
    model.load_state_dict(begun["weights"])
    matrices = [p for p in model.decoder.layers.parameters() if p.ndim == 2]
    others = [p for p in model.decoder.parameters() if not any(p is m for m in matrices)]
    optimizers = [
        Muon(matrices, lr=0.001), torch.optim.AdamW(others, lr=0.0002, weight_decay=0.0),
        torch.optim.AdamW(model.head.parameters(), lr=0.005, weight_decay=0.0)]
    peaks = [o.param_groups[0]["lr"] for o in optimizers]

    start, step, average, seen, saved, pending = time.process_time(), 0, None, 0, 0.0, []
    while (done := (time.process_time() - start) / (60 * options.minutes)) < 1:
        if not pending:
            few = min(len(completions), int(len(labelled) * (1 / LABELLED_SHARE - 1)))
            pending = by_length(labelled + rng.sample(completions, few))
            rng.shuffle(pending)
        for optimizer, peak in zip(optimizers, peaks):
            optimizer.param_groups[0]["lr"] = peak * min(1.0, (step + 1) / 50, 2 * (1 - done) + 0.01)
        ids, targets, weights = tensors(pending.pop())
        loss = F.binary_cross_entropy_with_logits(model(ids), targets, weights, reduction="sum") / weights.sum()
        for optimizer in optimizers:
            optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(others, 1.0)
        for optimizer in optimizers:
            optimizer.step()
        step, seen = step + 1, seen + ids.numel()
        average = loss.item() if average is None else 0.98 * average + 0.02 * loss.item()
        if step % 100 == 0:
            elapsed = time.process_time() - start
            print(f"{elapsed / 60:5.1f} min  step {step:6d}  loss {average:.4f}  {seen / elapsed:,.0f} tokens/s", flush=True)
        if time.process_time() - saved > 60:
            saved = time.process_time()
            torch.save({"weights": model.state_dict(), "shape": asdict(model.decoder.shape)}, options.out)
    torch.save({"weights": model.state_dict(), "shape": asdict(model.decoder.shape)}, options.out)


if __name__ == "__main__":
    main()
