"""Trains the arithmetic model on chains of its own that a verifier found right: `finetune.py DATASET OUT`.

DATASET is what `reasonops rollout` wrote, with Sft in it; OUT becomes a model folder that the engine loads. This is one round
of expert iteration (STaR, Zelikman et al. 2022; ReST-EM, Singh et al. 2023): sample, keep what is right, train on it.
"""

import argparse
import random
import time
from dataclasses import asdict
from pathlib import Path

import torch
from torch.nn import functional as F

import chains
import dataset
import export
import tokens

BATCH_TOKENS = 4096


def batches(rng: random.Random, rows: list[tuple[list[int], int]]):
    """All rows once, those of a length together: ids [batch, length] and what each place should predict, -100 where nothing."""
    rng.shuffle(rows)
    rows = sorted(rows, key=lambda row: len(row[0]))
    each = [rows[i:i + BATCH_TOKENS // 64] for i in range(0, len(rows), BATCH_TOKENS // 64)]
    rng.shuffle(each)
    for part in each:
        length = max(len(ids) for ids, _ in part)
        x = torch.tensor([ids + [tokens.PAD] * (length - len(ids)) for ids, _ in part])
        y = torch.tensor([[-100] * asked + ids[asked:] + [-100] * (length - len(ids)) for ids, asked in part])
        yield x[:, :-1], y[:, 1:]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("dataset", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--model", type=Path, default=Path(__file__).parent.parent / "arithmetic")
    arguments.add_argument("--epochs", type=int, default=4)
    arguments.add_argument("--rate", type=float, default=5e-4)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()

    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    pairs = [dataset.text(line) for line in dataset.read(options.dataset, "Sft")]
    rows = [(tokens.encode(asked + said), len(asked)) for asked, said in pairs]
    model = chains.load(options.model).train()
    optimizer = torch.optim.AdamW(model.parameters(), lr=options.rate, betas=(0.9, 0.95), weight_decay=0.0)
    steps, step, start = options.epochs * -(-len(rows) // (BATCH_TOKENS // 64)), 0, time.monotonic()
    print(f"{len(rows):,} chains, {steps:,} steps", flush=True)
    for epoch in range(options.epochs):
        total = 0.0
        for x, y in batches(rng, rows):
            # A short warm-up, then a linear fall.
            optimizer.param_groups[0]["lr"] = options.rate * min(1, (step + 1) / 50) * (1 - step / steps)
            loss = F.cross_entropy(model(x).flatten(0, 1), y.flatten(), ignore_index=-100)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            step, total = step + 1, total + loss.item()
        print(f"epoch {epoch + 1}  loss {total * options.epochs / steps:.4f}  {time.monotonic() - start:,.0f} s", flush=True)
    export.write(options.out, asdict(model.shape), {name: w.detach().numpy() for name, w in model.state_dict().items()})


if __name__ == "__main__":
    main()
