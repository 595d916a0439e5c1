"""Labels steps by Monte-Carlo completion: `label.py MODEL OUT.jsonl [--minutes 10]`.

Math-Shepherd's soft estimate (Wang et al. 2024, arXiv:2312.08935): a chain of a training problem is cut behind each of its steps
and completed COMPLETIONS times from there; the step's label is the share of completions whose answer is right. A completion
is a chain too and is kept: its steps behind the cut have one completion each to judge by, itself.
"""

import argparse
import json
import random
import time
from pathlib import Path

import torch

import chains
import problems
from train import LEVEL_WEIGHTS

COMPLETIONS = 8
CHAINS_AT_ONCE = 24


def batch(sampler: chains.Sampler, rng: random.Random, skip: set[str]) -> list[dict]:
    asked = []
    while len(asked) < CHAINS_AT_ONCE:
        problem = problems.draw(rng, rng.choices(list(LEVEL_WEIGHTS), list(LEVEL_WEIGHTS.values()))[0])
        if problem.prompt not in skip:
            asked.append(problem)
    drawn = [completed[0] for completed in sampler.complete([problem.prompt for problem in asked], 1)]
    cuts = [(i, cut) for i, text in enumerate(drawn) for cut in step_ends(text)]
    completed = sampler.complete([asked[i].prompt + drawn[i][:cut] for i, cut in cuts], COMPLETIONS)
    records = [{"prompt": p.prompt, "answer": str(p.answer), "chain": text, "steps": []} for p, text in zip(asked, drawn)]
    for (i, cut), texts in zip(cuts, completed):
        share = sum(right(text, records[i]["answer"]) for text in texts) / COMPLETIONS
        records[i]["steps"].append({"end": cut, "share": share, "completions": texts})
    return records


def step_ends(chain: str) -> list[int]:
    """Where each step of the thinking ends, behind its semicolon."""
    thought = chain.split("#")[0]
    return [i + 1 for i, character in enumerate(thought) if character == ";"]


def right(chain: str, answer: str) -> bool:
    return chain.endswith("$") and chain[:-1].split("#")[1:] == [answer]


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("model", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--minutes", type=float, default=10)
    arguments.add_argument("--seed", type=int, default=1)
    options = arguments.parse_args()

    torch.set_num_threads(1)
    rng, sampler = random.Random(options.seed), chains.Sampler(chains.load(options.model), options.seed)
    skip = {p.prompt for level in problems.LEVELS for p in problems.held_out(level, 500)}
    start, count = time.monotonic(), 0
    with options.out.open("w") as out:
        while (elapsed := time.monotonic() - start) < 60 * options.minutes:
            for record in batch(sampler, rng, skip):
                out.write(json.dumps(record) + "\n")
                count += 1
            out.flush()
            if count % (20 * CHAINS_AT_ONCE) == 0:
                print(f"{elapsed / 60:5.1f} min  {count} chains", flush=True)
    print(f"{count} chains labelled", flush=True)


if __name__ == "__main__":
    main()
