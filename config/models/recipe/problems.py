"""Chained arithmetic with every step written out.

A problem is `12+7*8-5=`; its chain of thought is `7*8=56;12+56=68;68-5=63;`, its answer `63`.
The order of the steps is drawn at random among the valid ones, so that chains sampled from a
trained model fail independently and a vote over them gains. Every step that is written is true by
itself: a term that a minus sign precedes carries it, as in `-5+3=-2`.
"""

from dataclasses import dataclass
from random import Random

LEVELS = range(2, 9)      # a level is a number of terms
LIMIT = 999               # no value on the way is larger than this
HELD_OUT_SEED = 20261122  # problems drawn from it are never trained on


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
    """The steps in a random valid order; None where that order leaves LIMIT."""
    terms = [problem.terms[0]]
    operators = []
    for op, term in zip(problem.operators, problem.terms[1:]):
        # Signed terms: a-b is a+(-b), so that neighbours may be joined in any order.
        terms.append(-term if op == "-" else term)
        operators.append("*" if op == "*" else "+")
    steps = []
    while operators:
        i = random.choice([i for i in range(len(operators)) if _may_join(operators, i)])
        left, right = terms[i], terms[i + 1]
        if operators[i] == "*":
            # A minus before a product belongs to the product, not to its first factor.
            value = left * right
            steps.append(f"{abs(left)}*{right}={abs(value)};")
        else:
            value = left + right
            steps.append(f"{left}{right:+d}={value};")
        if abs(value) > LIMIT:
            return None
        terms[i:i + 2] = [value]
        del operators[i]
    return steps


def _may_join(operators: list[str], i: int) -> bool:
    """A product at once; a sum when no neighbour still waits for its product."""
    return operators[i] == "*" or "*" not in operators[max(i - 1, 0):i + 2]


def held_out(level: int, count: int) -> list[Problem]:
    """The first `count` problems of a level that training skips."""
    random = Random(HELD_OUT_SEED * 100 + level)
    problems = dict.fromkeys(draw(random, level) for _ in range(count * 2))
    return list(problems)[:count]
