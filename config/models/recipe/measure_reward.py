"""Measures a reward model on problems that training never saw: `measure_reward.py MODEL REWARD.pt [--levels 4,5,6]`.

Every chain is drawn at temperature 1 and counts for each way to choose among the same CHAINS chains of a problem: the
majority, votes weighted by a reward, and the best by a reward. A tie goes to the answer seen first. `--others` takes problems that
are neither those nor trained on: by them settings are chosen, so that the held-out ones say what they are worth.
"""

import argparse
import random
from collections import Counter
from pathlib import Path

import torch

import chains
import problems
import rehearse_reward
import tokens
from label import right, step_ends
from model import Decoder, RewardModel, Shape
from train_reward import OUTCOME, PROCESS

CHAINS = 8


def load(file: str) -> RewardModel:
    saved = torch.load(file)
    model = RewardModel(Decoder(Shape(**saved["shape"])), tokens.EQUALS)
    model.load_state_dict(saved["weights"])
    return model.eval()


@torch.inference_mode()
def judge(model: RewardModel, prompt: str, texts: list[str]) -> list[tuple[float, list[float]]]:
    """Of each chain its outcome's reward and its steps'."""
    ids = [tokens.encode(prompt + text) for text in texts]
    length = max(map(len, ids))
    values = torch.sigmoid(model(torch.tensor([row + [tokens.PAD] * (length - len(row)) for row in ids])))
    return [(values[i, len(row) - 1, OUTCOME].item(), [values[i, len(prompt) + end - 1, PROCESS].item() for end in step_ends(text)])
            for i, (row, text) in enumerate(zip(ids, texts))]


WEIGHTS = {
    "majority": lambda outcome, steps: 1.0,
    "outcome": lambda outcome, steps: outcome,
    "process, last": lambda outcome, steps: steps[-1] if steps else 0.0,
    "process, min": lambda outcome, steps: min(steps, default=0.0),
    "process, product": lambda outcome, steps: torch.tensor(steps).prod().item() if steps else 0.0,
}


def chosen(answers: list[str], weights: list[float], best: bool) -> str:
    if best:
        return answers[max(range(len(answers)), key=lambda i: weights[i])]
    votes = Counter()
    for answer, weight in zip(answers, weights):
        votes[answer] += weight
    return max(votes, key=lambda answer: votes[answer])


def in_order(scores: list[float], truths: list[bool]) -> list[float]:
    """Of each pair of a right and a wrong chain of one problem, whether the right one scores higher; a tie is half."""
    rights, wrongs = ([score for score, truth in zip(scores, truths) if truth is wanted] for wanted in (True, False))
    return [1.0 if r > w else 0.5 if r == w else 0.0 for r in rights for w in wrongs]


def others(level: int, count: int) -> list[problems.Problem]:
    skip, rng, drawn = set(problems.held_out(level, 500)), random.Random(level), {}
    while len(drawn) < count:
        problem = problems.draw(rng, level)
        if problem not in skip and rehearse_reward.set_aside(problem.prompt):
            drawn[problem] = None
    return list(drawn)


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("model", type=Path)
    arguments.add_argument("reward")
    arguments.add_argument("--levels", default="4,5,6")
    arguments.add_argument("--count", type=int, default=500)
    arguments.add_argument("--seed", type=int, default=2026)
    arguments.add_argument("--others", action="store_true")
    options = arguments.parse_args()

    torch.set_num_threads(1)
    sampler, model = chains.Sampler(chains.load(options.model), options.seed), load(options.reward)
    for level in map(int, options.levels.split(",")):
        asked = others(level, options.count) if options.others else problems.held_out(level, options.count)
        hits, one, some, pairs = Counter(), 0, 0, {name: [] for name in WEIGHTS}
        for start in range(0, len(asked), 50):
            group = asked[start:start + 50]
            for problem, texts in zip(group, sampler.complete([p.prompt for p in group], CHAINS)):
                truth, judged = str(problem.answer), judge(model, problem.prompt, texts)
                answers = [text.rstrip("$").partition("#")[2] for text in texts]
                is_right = [right(text, truth) for text in texts]
                one, some = one + sum(is_right), some + any(is_right)
                for name, weigh in WEIGHTS.items():
                    weights = [weigh(*rewards) for rewards in judged]
                    pairs[name] += in_order(weights, is_right)
                    for best in (False, True):
                        hits[name, best] += chosen(answers, weights, best) == truth
        print(f"{level} terms: one chain {one / CHAINS / len(asked):.1%}, some of {CHAINS} right {some / len(asked):.1%}")
        for name in WEIGHTS:
            best = "" if name == "majority" else f"   best of {CHAINS} {hits[name, True] / len(asked):.1%}   pairs in order {sum(pairs[name]) / len(pairs[name]):.1%}"
            print(f"  {name:18} vote of {CHAINS} {hits[name, False] / len(asked):.1%}{best}", flush=True)


if __name__ == "__main__":
    main()
