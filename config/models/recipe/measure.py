"""Measures a model through the engine, on problems that training never saw: `measure.py URL MODEL OUT`.

Writes OUT/curves.json and OUT/curves.svg: for each level, one chain and majorities of several; for the hardest level,
what a CoT budget costs. Every chain is sampled at temperature 1.
"""

import argparse
import json
import random
import urllib.request
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import problems

CHAINS = 16
VOTES = (1, 2, 3, 5, 8, 16)
SHARES = (0.25, 0.5, 0.75, 1.0, 1.25)  # of the tokens that the problem's steps take


def ask(url: str, model: str, problem, seed: int, budget: int | None) -> list[str]:
    """The answers of CHAINS chains."""
    body = {"model": model, "n": CHAINS, "seed": seed, "temperature": 1, "messages": [{"role": "user", "content": problem.prompt}]}
    if budget is not None:
        body["thinking_token_budget"] = budget
    request = urllib.request.Request(f"{url}/chat/completions", json.dumps(body).encode(), {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=300) as response:
        return [choice["message"]["content"] for choice in json.load(response)["choices"]]


def ask_all(url: str, model: str, level: int, count: int, share: float | None = None):
    asked = problems.held_out(level, count)
    budgets = [None if share is None else round(share * needed(p)) for p in asked]
    with ThreadPoolExecutor(8) as pool:
        answers = pool.map(lambda i: ask(url, model, asked[i], i * 1000, budgets[i]), range(len(asked)))
        return list(zip((str(p.answer) for p in asked), answers))


def needed(problem) -> int:
    """Tokens of one valid chain of thought."""
    rng = random.Random(problem.prompt)
    while (steps := problems.chain(rng, problem)) is None:
        pass
    return len("".join(steps))


def accuracy(asked, votes: int) -> float:
    """Mean over disjoint groups of `votes` chains; a tie goes to the answer seen first."""
    right = total = 0
    for truth, answers in asked:
        for start in range(0, CHAINS - votes + 1, votes):
            total += 1
            right += Counter(answers[start:start + votes]).most_common(1)[0][0] == truth
    return right / total


def measure(url: str, model: str, hardest: int, count: int) -> dict:
    curves = {"problems": count, "levels": {}, "budgets": {}}
    for level in range(2, hardest + 1):
        asked = ask_all(url, model, level, count)
        curves["levels"][level] = {str(votes): accuracy(asked, votes) for votes in VOTES}
        curves["levels"][level]["any of 16"] = sum(truth in answers for truth, answers in asked) / count
        print(level, curves["levels"][level], flush=True)
    for share in SHARES:
        asked = ask_all(url, model, hardest, count, share)
        curves["budgets"][str(share)] = {"one": accuracy(asked, 1), "16": accuracy(asked, CHAINS)}
        print(share, curves["budgets"][str(share)], flush=True)
    return curves


def plot(curves: dict, file: Path) -> None:
    import matplotlib
    matplotlib.use("svg")
    from matplotlib import pyplot

    matplotlib.rcParams.update({"svg.hashsalt": "reasonops", "svg.fonttype": "none"})
    figure, (left, right) = pyplot.subplots(1, 2, figsize=(10, 4))
    for level, line in curves["levels"].items():
        left.plot(VOTES, [line[str(votes)] for votes in VOTES], marker="o", label=f"{level} terms")
    left.set(xlabel="votes", ylabel="accuracy", ylim=(0, 1.02), xscale="log", xticks=VOTES, xticklabels=VOTES)
    left.legend()
    for name, label in (("one", "one chain"), ("16", "majority of 16")):
        right.plot([float(share) for share in curves["budgets"]], [point[name] for point in curves["budgets"].values()], marker="o", label=label)
    right.set(xlabel="CoT budget / tokens the steps take, hardest level", ylim=(0, 1.02))
    right.legend()
    figure.tight_layout()
    figure.savefig(file, metadata={"Date": None})


def main() -> None:
    arguments = argparse.ArgumentParser()
    arguments.add_argument("url")
    arguments.add_argument("model")
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--hardest", type=int, default=8)
    arguments.add_argument("--count", type=int, default=500)
    options = arguments.parse_args()
    curves = measure(options.url, options.model, options.hardest, options.count)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "curves.json").write_text(json.dumps(curves, indent=2) + "\n")
    plot(curves, options.out / "curves.svg")


if __name__ == "__main__":
    main()
