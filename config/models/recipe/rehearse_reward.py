"""Teaches a reward model to keep books before it learns from labels: `rehearse_reward.py MODEL LABELS.jsonl OUT.pt [--minutes 30]`.

What the sampled labels say of a chain they say once, at its end, and with noise; four mistakes in five are a term left out or taken
twice. Here a rule (`mistakes.py`) says of every step whether it is right and which terms are taken, of sampled chains and of
written ones without end. The terms taken are a third thing to predict, by a head that is thrown away: it has the decoder
keep the books that the two rewards then read. The decoder is the language model's with layers added that begin as nothing.
Minutes are those of one core's work, so that a busy machine makes the same model later.
"""

import argparse
import json
import random
import re
import time
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import torch
from torch import nn
from torch.nn import functional as F

import chains
import mistakes
import problems
import tokens
from label import right
from model import Decoder, RewardModel
from train import LEVEL_WEIGHTS, Muon
from train_reward import OUTCOME, PROCESS, by_length

BATCH_TOKENS = 2560
LAYERS = 6
SAMPLED_SHARE = 0.6   # of the rows; the others are written
WEIGHTS = torch.tensor((1, 0.1, 0.3))  # of the losses: rewards, books, imitation


@dataclass(frozen=True)
class Row:
    text: str
    question: int
    steps: list[mistakes.Step]
    right: bool


def row(problem: problems.Problem, chain: str) -> Row:
    thought, _, answer = chain.partition("#")
    steps, _ = mistakes.judge(problem, thought)
    return Row(problem.prompt + chain, len(problem.prompt), steps, right(chain, str(problem.answer)))


def parse(prompt: str) -> problems.Problem:
    return problems.Problem(tuple(map(int, re.findall(r"\d+", prompt))), tuple(re.findall(r"[-+*]", prompt)))


def sampled(file: Path) -> list[tuple[str, str]]:
    """All chains of a file of labels, completions among them, each once; a line that is still being written is left out."""
    found = {}
    for line in file.read_text().splitlines():
        try:
            record = json.loads(line)
        except json.JSONDecodeError:
            continue
        found[record["prompt"], record["chain"]] = None
        for step in record["steps"]:
            found.update({(record["prompt"], record["chain"][:step["end"]] + text): None for text in step["completions"]})
    return [pair for pair in found if len(pair[0] + pair[1]) <= chains.LONGEST and pair[1].endswith("$") and "#" in pair[1]]


def written(rng: random.Random, skip: set[str], count: int) -> list[Row]:
    """Rows of training problems: of each a right chain and some with a mistake."""
    rows = []
    while len(rows) < count:
        problem = problems.draw(rng, rng.choices(list(LEVEL_WEIGHTS), list(LEVEL_WEIGHTS.values()))[0])
        if problem.prompt not in skip:
            rows += [row(problem, text) for text in mistakes.chains_of(rng, problem, 2)]
    return [r for r in rows if len(r.text) <= 140]


def tensors(batch: list[Row]):
    """Token ids [rows, length]; rewards and weights [rows, length, 2]; books and weights [rows, length, 2 x MOST_TERMS]; tokens to imitate."""
    length, books = max(len(r.text) for r in batch), 2 * mistakes.MOST_TERMS
    ids = torch.full((len(batch), length), tokens.PAD)
    rewards, weights = torch.zeros(len(batch), length, 2), torch.zeros(len(batch), length, 2)
    taken, kept = torch.zeros(len(batch), length, books), torch.zeros(len(batch), length, 1)
    following = torch.full((len(batch), length - 1), -100)
    for i, r in enumerate(batch):
        ids[i, :len(r.text)] = torch.tensor(tokens.encode(r.text))
        start = r.question
        for step in r.steps:
            end = r.question + step.end
            sign = r.text.rfind("=", start, end)  # the term is written here, the result is not
            sign = end - 1 if sign < 0 else sign
            rewards[i, sign:end, PROCESS] = step.right
            weights[i, sign:end - 1, PROCESS] = 0 if step.slip else 0.3
            weights[i, end - 1, PROCESS] = 1
            rewards[i, start:sign, PROCESS] = step.right
            weights[i, start:sign, PROCESS] = 0.1 if step.right else 0
            for term in step.taken:
                taken[i, sign:end, term] = 1
            if step.last is not None:
                taken[i, sign:end, mistakes.MOST_TERMS + step.last] = 1
            kept[i, sign:end] = 1
            start = end
            if not step.right:
                break
            following[i, r.question - 1:end - 1] = ids[i, r.question:end]
        if r.right:
            following[i, r.question - 1:len(r.text) - 1] = ids[i, r.question:len(r.text)]
        answer = r.text.rindex("#")
        rewards[i, answer:len(r.text), OUTCOME] = r.right
        weights[i, answer:len(r.text) - 1, OUTCOME] = 0.2
        weights[i, len(r.text) - 1, OUTCOME] = 2
    return ids, rewards, weights, taken, kept, following


def deepened(folder: Path) -> RewardModel:
    """The language model with layers behind its own that pass everything through as it is."""
    small = chains.load(folder)
    decoder = Decoder(replace(small.shape, layers=LAYERS))
    decoder.load_state_dict(small.state_dict(), strict=False)
    for layer in decoder.layers[small.shape.layers:]:
        nn.init.zeros_(layer.attention.output.weight)
        nn.init.zeros_(layer.down.weight)
    return RewardModel(decoder, tokens.EQUALS)


def told_rightly(model: RewardModel, rows: list[Row]) -> str:
    """Shares of steps and of outcomes that are told rightly, of sampled rows that training does not see."""
    hits, all = torch.zeros(4), torch.zeros(4)
    with torch.inference_mode():
        for batch in by_length(rows):
            ids, rewards, weights, *_ = tensors(batch)
            told = (model(ids) > 0) == (rewards > 0.5)
            for place, (head, at, truth) in enumerate(((PROCESS, 1, 1), (PROCESS, 1, 0), (OUTCOME, 2, 1), (OUTCOME, 2, 0))):
                chosen = (weights[..., head] == at) & (rewards[..., head] == truth)
                hits[place] += told[..., head][chosen].sum()
                all[place] += chosen.sum()
    good, bad, whole, failed = (hits / all).tolist()
    return f"steps: right {good:.1%}, wrong {bad:.1%}; outcomes: right {whole:.1%}, wrong {failed:.1%}"


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("model", type=Path)
    arguments.add_argument("labels", type=Path)
    arguments.add_argument("out")
    arguments.add_argument("--minutes", type=float, default=30)
    arguments.add_argument("--resume", help="a reward model to go on from; its bookkeeper is learnt anew")
    arguments.add_argument("--rate", type=float, default=0.01, help="of Muon")
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()

    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    skip = {p.prompt for level in problems.LEVELS for p in problems.held_out(level, 500)}
    model = deepened(options.model).train()
    if options.resume:
        model.load_state_dict(torch.load(options.resume)["weights"])
    bookkeeper = nn.Linear(model.decoder.shape.width, 2 * mistakes.MOST_TERMS)
    matrices = [p for p in model.decoder.layers.parameters() if p.ndim == 2]
    others = [p for p in model.decoder.parameters() if not any(p is m for m in matrices)]
    optimizers = [
        Muon(matrices, lr=options.rate), torch.optim.AdamW(others, lr=0.1 * options.rate, weight_decay=0.0),
        torch.optim.AdamW([*model.head.parameters(), *bookkeeper.parameters()], lr=0.005, weight_decay=0.0)]
    peaks = [o.param_groups[0]["lr"] for o in optimizers]

    aside = [row(parse(prompt), chain) for prompt, chain in sampled(options.labels) if set_aside(prompt)]
    start, step, average, seen, saved = time.process_time(), 0, None, 0, 0.0
    for batch in batches(rng, options.labels, skip):
        done = (time.process_time() - start) / (60 * options.minutes)
        if done >= 1:
            break
        for optimizer, peak in zip(optimizers, peaks):
            # The new heads learn at once, what they read from only when they know something.
            optimizer.param_groups[0]["lr"] = peak * min(1.0 if optimizer is optimizers[-1] else (step + 1) / 50, 2 * (1 - done) + 0.01, 1.0)
        parts = losses(model, bookkeeper, batch)
        for optimizer in optimizers:
            optimizer.zero_grad()
        (parts * WEIGHTS).sum().backward()
        torch.nn.utils.clip_grad_norm_(others, 1.0)
        for optimizer in optimizers:
            optimizer.step()
        step, seen = step + 1, seen + sum(len(r.text) for r in batch)
        average = parts.detach() if average is None else 0.98 * average + 0.02 * parts.detach()
        if step % 50 == 0:
            elapsed = time.process_time() - start
            told = " ".join(f"{part:.4f}" for part in average.tolist())
            print(f"{elapsed / 60:5.1f} min  step {step:6d}  reward, books, imitated {told}  {seen / elapsed:,.0f} tokens/s", flush=True)
        if time.process_time() - saved > 240:
            saved = time.process_time()
            print(told_rightly(model, aside[:1500]), flush=True)
            torch.save({"weights": model.state_dict(), "shape": asdict(model.decoder.shape)}, options.out)
    print(told_rightly(model, aside), flush=True)
    torch.save({"weights": model.state_dict(), "shape": asdict(model.decoder.shape)}, options.out)


def batches(rng: random.Random, labels: Path, skip: set[str]):
    """Sampled and written rows of about one length together, without end; every sampled chain once before any twice."""
    while True:
        drawn = [(prompt, chain) for prompt, chain in sampled(labels) if prompt not in skip and not set_aside(prompt)]
        rng.shuffle(drawn)
        print(f"{len(drawn):,} sampled chains", flush=True)
        for at in range(0, len(drawn), 1200):
            some = [row(parse(prompt), chain) for prompt, chain in drawn[at:at + 1200]]
            pending = by_length(some + written(rng, skip, int(len(some) * (1 / SAMPLED_SHARE - 1))), BATCH_TOKENS)
            rng.shuffle(pending)
            yield from pending


def losses(model: RewardModel, bookkeeper: nn.Linear, batch: list[Row]) -> torch.Tensor:
    """Of rewards, of the terms taken, and of the next token of chains that are right so far."""
    ids, rewards, weights, taken, kept, following = tensors(batch)
    hidden = model.decoder.hidden(ids)
    reward = F.binary_cross_entropy_with_logits(model.judge(ids, hidden), rewards, weights, reduction="sum") / weights.sum()
    books = F.binary_cross_entropy_with_logits(bookkeeper(hidden), taken, kept.expand_as(taken), reduction="sum") / kept.sum()
    logits = F.linear(hidden[:, :-1], model.decoder.embedding.weight)
    return torch.stack((reward, books, F.cross_entropy(logits.flatten(0, 1), following.flatten(), ignore_index=-100)))


def set_aside(prompt: str) -> bool:
    """A training problem that only measures."""
    return sum(map(ord, prompt)) % 29 == 0


if __name__ == "__main__":
    main()
