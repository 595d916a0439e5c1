"""Trains the arithmetic model: `train.py OUT.pt [--minutes 60] [--resume IN.pt]`.

Matrices are trained with Muon (momentum made orthogonal, Jordan et al. 2024), which takes about half the
steps of AdamW here; embeddings and norms with AdamW. Batches hold one level each, so little is padding.
"""

import argparse
import random
import time
from dataclasses import asdict

import torch
from torch.nn import functional as F

import problems
import tokens
from model import Decoder, Shape

BATCH_TOKENS = 4096
ANSWER_EARLY = 0.04  # share of chains cut short, answer asked at once: what a spent budget does
LEVEL_WEIGHTS = {2: 1, 3: 1.5, 4: 2, 5: 2.5, 6: 2.5}


def batch(rng: random.Random, hardest: int, skip: set[str]):
    """Token ids [batch, length] and, for the same places, what each should predict; -100 where nothing."""
    levels = [level for level in LEVEL_WEIGHTS if level <= hardest]
    level = rng.choices(levels, [LEVEL_WEIGHTS[i] for i in levels])[0]
    rows, targets = [], []
    while not rows or len(rows) * max(map(len, rows)) < BATCH_TOKENS:
        problem = problems.draw(rng, level)
        steps = problems.chain(rng, problem)
        if steps is None or problem.prompt in skip:
            continue
        kept, silent = "".join(steps), len(problem.prompt)
        if rng.random() < ANSWER_EARLY:
            kept = kept[:rng.randrange(len(kept))]
            silent += len(kept) + 1  # neither the cut chain nor its end is to be imitated
        row = tokens.encode(f"{problem.prompt}{kept}#{problem.answer}$")
        rows.append(row)
        targets.append([-100] * silent + row[silent:])
    length = max(map(len, rows))
    x = torch.tensor([row + [tokens.PAD] * (length - len(row)) for row in rows])
    y = torch.tensor([row + [-100] * (length - len(row)) for row in targets])
    return x[:, :-1], y[:, 1:]


class Muon(torch.optim.Optimizer):
    def __init__(self, parameters, lr: float, momentum: float = 0.95, weight_decay: float = 0.01):
        super().__init__(parameters, dict(lr=lr, momentum=momentum, weight_decay=weight_decay))

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group["params"]:
                state = self.state[p].setdefault("momentum", torch.zeros_like(p))
                state.lerp_(p.grad, 1 - group["momentum"])
                update = orthogonal(p.grad.lerp(state, group["momentum"]))
                p.mul_(1 - group["lr"] * group["weight_decay"])
                p.add_(update, alpha=-group["lr"] * max(1, p.shape[0] / p.shape[1]) ** 0.5)


def orthogonal(g: torch.Tensor, steps: int = 5) -> torch.Tensor:
    """The nearest semi-orthogonal matrix, by a quintic Newton-Schulz iteration."""
    a, b, c = 3.4445, -4.7750, 2.0315
    x = g / (g.norm() + 1e-7)
    tall = x.shape[0] > x.shape[1]
    x = x.T if tall else x
    for _ in range(steps):
        s = x @ x.T
        x = a * x + (b * s + c * s @ s) @ x
    return x.T if tall else x


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("out")
    arguments.add_argument("--minutes", type=float, default=60)
    arguments.add_argument("--resume")
    arguments.add_argument("--hardest", type=int, default=6)
    arguments.add_argument("--seed", type=int, default=1)
    arguments.add_argument("--layers", type=int, default=Shape.layers)
    options = arguments.parse_args()

    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    skip = {p.prompt for level in problems.LEVELS for p in problems.held_out(level, 500)}
    model = Decoder(Shape(vocabulary=len(tokens.ALPHABET), layers=options.layers))
    if options.resume:
        model.load_state_dict(torch.load(options.resume)["weights"])
    print(f"{sum(p.numel() for p in model.parameters()):,} parameters", flush=True)

    matrices = [p for p in model.layers.parameters() if p.ndim == 2]
    others = [p for p in model.parameters() if not any(p is m for m in matrices)]
    optimizers = [Muon(matrices, lr=0.02), torch.optim.AdamW(others, lr=0.003, weight_decay=0.0)]
    peaks = [o.param_groups[0]["lr"] for o in optimizers]

    start, step, average, seen, saved = time.monotonic(), 0, None, 0, 0.0
    while (done := (time.monotonic() - start) / (60 * options.minutes)) < 1:
        # Warm-up, a level stretch, then a linear fall over the last half.
        scale = min(1.0, (step + 1) / 100, 2 * (1 - done) + 0.01)
        for optimizer, peak in zip(optimizers, peaks):
            optimizer.param_groups[0]["lr"] = peak * scale
        # Short problems first: the facts of addition come before the order of steps.
        hardest = options.hardest if options.resume else min(options.hardest, 2 + int(done * 30))
        x, y = batch(rng, hardest, skip)
        loss = F.cross_entropy(model(x).flatten(0, 1), y.flatten(), ignore_index=-100)
        for optimizer in optimizers:
            optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(others, 1.0)
        for optimizer in optimizers:
            optimizer.step()
        step, seen = step + 1, seen + x.numel()
        average = loss.item() if average is None else 0.98 * average + 0.02 * loss.item()
        if step % 50 == 0:
            elapsed = time.monotonic() - start
            print(f"{elapsed / 60:5.1f} min  step {step:6d}  loss {average:.4f}  {seen / elapsed:,.0f} tokens/s", flush=True)
        if time.monotonic() - saved > 120 or done > 0.99:
            saved = time.monotonic()
            torch.save({"weights": model.state_dict(), "shape": asdict(model.shape)}, options.out)
    torch.save({"weights": model.state_dict(), "shape": asdict(model.shape)}, options.out)


if __name__ == "__main__":
    main()
