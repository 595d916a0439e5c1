"""Two datasets of the same problems, drawn by two models: `compare.py BEFORE AFTER`. For each number of terms, the share of chains that are right."""

import re
import sys
from pathlib import Path
from statistics import mean, stdev

import dataset


def shares(folder: Path) -> dict[int, tuple[int, float]]:
    """Of each problem its terms, and the share of its chains that are right."""
    found: dict[int, tuple[int, list[bool]]] = {}
    for tree in dataset.read(folder, "Trajectories"):
        _, right = found.setdefault(tree["problem"], (len(re.findall(r"\d+", tree["prompt"])), []))
        right += [leaf["verdict"] == "Right" for leaf in tree["leaves"]]
    return {problem: (terms, mean(right)) for problem, (terms, right) in found.items()}


if __name__ == "__main__":
    before, after = (shares(Path(folder)) for folder in sys.argv[1:3])
    for level in [*sorted({terms for terms, _ in before.values()}), None]:
        asked = [problem for problem, (terms, _) in before.items() if level in (None, terms)]
        gains = [after[problem][1] - before[problem][1] for problem in asked]
        print(f"{'all' if level is None else f'{level} terms':8}{len(asked):6,} problems   {mean(before[p][1] for p in asked):6.1%} -> {mean(after[p][1] for p in asked):6.1%}"
              f"   {100 * mean(gains):+.1f} points, standard error {100 * stdev(gains) / len(gains) ** 0.5:.1f}")
