"""Chained arithmetic with every step written out.

A problem is `12+7*8-5=`; its chain of thought is `7*8=56;12+56=68;68-5=63;`, its answer `63`.
The order of the steps is drawn at random among the valid ones, so that chains sampled from a
trained model fail independently and a vote over them gains. Every step that is written is true by
itself: a term that a minus sign precedes carries it, as in `-5+3=-2`.
"""

import json
import sys
from dataclasses import dataclass
from random import Random

LEVELS = range(2, 7)      # a level is a number of terms
LIMIT = 999               # no value on the way is larger than this
HELD_OUT_SEED = 20261122  # problems drawn from it are never trained on
TRAINING_SEED = 20261123  # those that rollouts are drawn for


@dataclass(frozen=True)
class Problem:
    terms: tuple[int, ...]
    operators: tuple[str, ...]

    @property
    def prompt(self) -> str:
        rest = zip(self.operators, self.terms[1:])
        return str(self.terms[0]) + "".join(f"{op}{term}" for op, term in rest) + "="

    @property
    def answer(self) -> int:
        return eval(self.prompt[:-1])  # digits and + - * only, made below


def draw(random: Random, level: int) -> Problem:
    """A problem of `level` terms whose sum and products stay within LIMIT."""
    while True:
        problem = _candidate(random, level)
        if abs(problem.answer) <= LIMIT:
            return problem


def _candidate(random: Random, level: int) -> Problem:
    terms, operators = [random.randint(1, 99)], []
    while len(terms) < level:
        # A product has one digit on one side, and no product is multiplied again.
        multiply = random.random() < 0.3 and (not operators or operators[-1] != "*")
        if multiply:
            small, other = random.randint(2, 9), random.randint(2, 99)
            terms[-1], new = (small, other) if random.random() < 0.5 else (other, small)
            terms.append(new)
            operators.append("*")
        else:
            terms.append(random.randint(1, 99))
            operators.append(random.choice("+-"))
    return Problem(tuple(terms), tuple(operators))


def chain(random: Random, problem: Problem) -> list[str] | None:
    """The steps in a random valid order; None where that order leaves LIMIT.

    Products come first, in any order. Then a walk over the terms from any of them, to the right or to the left,
    from one end on to the other: 2 x terms walks, each with other values on the way.
    """
    steps, terms = _products(random, problem)
    start, direction = random.randrange(len(terms)), random.choice((1, -1))
    value = terms[start]
    for i in range(1, len(terms)):
        term = terms[(start + direction * i) % len(terms)]
        steps.append(f"{value}{term:+d}={value + term};")
        value += term
        if abs(value) > LIMIT:
            return None
    return steps


def _products(random: Random, problem: Problem) -> tuple[list[str], list[int]]:
    """A step for each product, and the signed terms: a-b*c is a and -(b*c)."""
    steps, terms = [], [problem.terms[0]]
    for operator, term in zip(problem.operators, problem.terms[1:]):
        if operator == "*":
            steps.append(f"{abs(terms[-1])}*{term}={abs(terms[-1]) * term};")
            terms[-1] *= term
        else:
            terms.append(-term if operator == "-" else term)
    random.shuffle(steps)
    return steps, terms


def held_out(level: int, count: int) -> list[Problem]:
    """The first `count` problems of a level that training skips."""
    random = Random(HELD_OUT_SEED * 100 + level)
    problems = dict.fromkeys(draw(random, level) for _ in range(count * 2))
    return list(problems)[:count]


def training(level: int, count: int) -> list[Problem]:
    """Problems of a level, none of which is held out."""
    random, skip = Random(TRAINING_SEED * 100 + level), {problem.prompt for problem in held_out(level, 500)}
    problems: dict[Problem, None] = {}
    while len(problems) < count:
        if (problem := draw(random, level)).prompt not in skip:
            problems[problem] = None
    return list(problems)


if __name__ == "__main__":
    # `problems.py COUNT LEVELS [training]`: some of each level; held out unless said.
    count, levels = int(sys.argv[1]), [int(level) for level in sys.argv[2].split(",")]
    source = training if sys.argv[3:] == ["training"] else held_out
    for level in levels:
        for problem in source(level, count // len(levels)):
            print(json.dumps({"prompt": problem.prompt, "answer": str(problem.answer)}))
