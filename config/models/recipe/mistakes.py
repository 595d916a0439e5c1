"""Which steps of a chain keep its books right, told by rule, and chains with a mistake put in.

The books of a problem are its signed terms, products done. A step is right when its product is one of the problem's and new, or
when it goes on from the value before, takes a term that no step has taken, and adds up. The rule knows nothing of luck: a
chain with a step that is not right cannot end right but by a second mistake.
"""

import re
from dataclasses import dataclass
from random import Random

from problems import LIMIT, Problem

PRODUCT = re.compile(r"(\d+)\*(\d+)=(\d+);$")
SUM = re.compile(r"(-?\d+)([+-]\d+)=(-?\d+);$")
MOST_TERMS = 6


@dataclass(frozen=True)
class Step:
    end: int                # behind its semicolon
    right: bool             # it and all before it
    slip: bool              # its mistake is in the figure behind its equals sign, no earlier
    taken: tuple[int, ...]  # indices of the terms taken so far
    last: int | None        # the term that it took


class Books:
    """The terms of a problem, and which of them a chain has taken."""

    def __init__(self, problem: Problem):
        self.terms, self.products = [problem.terms[0]], {}
        for operator, term in zip(problem.operators, problem.terms[1:]):
            if operator == "*":
                self.products[len(self.terms) - 1] = (abs(self.terms[-1]), term)
                self.terms[-1] *= term
            else:
                self.terms.append(-term if operator == "-" else term)
        self.open, self.taken, self.value, self.last = dict(self.products), [], None, None

    def take(self, step: str) -> tuple[bool, bool]:
        """Whether a step is right, and else whether only its result is wrong."""
        self.last = None
        if match := PRODUCT.match(step):
            a, b, result = map(int, match.groups())
            at = next((i for i, pair in self.open.items() if pair == (a, b)), None)
            if at is None or self.value is not None:
                return False, False
            del self.open[at]
            self.last = at
            return result == a * b, True
        if not (match := SUM.match(step)):
            return False, False
        a, b, result = map(int, match.groups())
        if self.value is None:
            self.last = self._claim(a)
            follows = self.last is not None and not self.open
        else:
            follows = a == self.value
        self.last = self._claim(b)
        self.value = result
        known = follows and self.last is not None
        return known and result == a + b, known

    def _claim(self, term: int) -> int | None:
        """The free term of this value next to the one taken last, or any free one."""
        free = [i for i, value in enumerate(self.terms) if value == term and i not in self.taken]
        if not free:
            return None
        count, before = len(self.terms), self.taken[-1] if self.taken else 0
        nearest = min(free, key=lambda i: min((i - before) % count, (before - i) % count))
        self.taken.append(nearest)
        return nearest

    @property
    def closed(self) -> bool:
        return len(self.taken) == len(self.terms) or len(self.terms) == 1 and not self.open


def judge(problem: Problem, thought: str) -> tuple[list[Step], bool]:
    """The steps of a chain, and whether all terms are taken by right steps at its end."""
    books, steps, right, end = Books(problem), [], True, 0
    for step in re.findall(r"[^;]*;", thought):
        end += len(step)
        good, slip = books.take(step)
        steps.append(Step(end, right and good, right and not good and slip, tuple(books.taken), books.last))
        right &= good
    return steps, right and books.closed and end == len(thought)


KINDS = {"leave": 5, "again": 5, "stop": 2, "more": 2, "sign": 1, "digit": 1, "slip": 2, "carry": 1, "product": 1}


def chain(random: Random, problem: Problem, kind: str | None) -> str | None:
    """A chain of a random valid order with its answer, and one mistake of a kind; None where the problem has no place for it."""
    books = Books(problem)
    count = len(books.terms)
    products = [(a, b, a * b) for a, b in books.products.values()]
    if count == 1 or kind == "product" and not products:
        return None
    random.shuffle(products)
    start, direction = random.randrange(count), random.choice((1, -1))
    order = [(start + direction * i) % count for i in range(count)]
    if random.random() < 0.2:  # orders beside the walks are rare in sampled chains, and right
        i = random.randrange(1, count)
        order[i:] = random.sample(order[i:], count - i)
    taken = [books.terms[i] for i in order]
    if kind == "product":
        products, taken = _miscalculated(random, products, taken)
    else:
        taken = _misremembered(random, taken, kind)
    return _written(random, products, taken, kind) if len(taken) > 1 or products else None


def _misremembered(random: Random, terms: list[int], kind: str | None) -> list[int]:
    """The terms that a chain takes, with the mistake in them where it is one of them."""
    count, at, taken = len(terms), random.randrange(1, len(terms)), list(terms)
    if kind == "leave":
        del taken[at]
    elif kind == "again":
        taken.insert(at + 1 if random.random() < 0.5 else random.randint(2, count), taken[random.choice((0, at - 1, at))])
        taken = taken[:count] if random.random() < 0.6 else taken
    elif kind == "stop":
        taken = taken[:random.randint(1, count - 1)]
    elif kind == "more":
        taken.append(random.choice(taken))
    elif kind == "sign":
        taken[random.randrange(count)] *= -1
    elif kind == "digit":
        taken[at] = other(random, taken[at])
    return taken


def _miscalculated(random: Random, products: list[tuple[int, int, int]], taken: list[int]):
    """A product that is left out, wrong, or of another factor; the sum may go on with what came of it or with what should have."""
    i = random.randrange(len(products))
    if random.random() < 0.5:
        return products[:i] + products[i + 1:], taken
    a, b, right = products[i]
    factor = int(str(b)[::-1]) + 1
    wrong = (a, b, other(random, right)) if random.random() < 0.5 else (a, factor, a * factor)
    if random.random() < 0.7:
        taken = [wrong[2] * (1 if term > 0 else -1) if abs(term) == right else term for term in taken]
    return products[:i] + [wrong] + products[i + 1:], taken


def _written(random: Random, products: list[tuple[int, int, int]], taken: list[int], kind: str | None) -> str | None:
    """The steps and the answer, with a slip in them where that is the mistake."""
    steps, value = [f"{a}*{b}={c};" for a, b, c in products], taken[0]
    wrong_at = random.randrange(1, len(taken)) if len(taken) > 1 else 0
    for i, term in enumerate(taken[1:], 1):
        if kind == "carry" and i == wrong_at and i > 1:
            value = other(random, value)
        result = value + term
        if kind == "slip" and i == wrong_at:
            result = other(random, result)
        if abs(result) > LIMIT:
            return None
        steps.append(f"{value}{term:+d}={result};")
        value = result
    answer = other(random, value) if kind is None and random.random() < 0.03 else value
    return "".join(steps) + f"#{answer}$"


def other(random: Random, value: int) -> int:
    """A figure close to another, as a slip would have it."""
    digits = random.choice((1, 1, 10, 10, 2, 100 if abs(value) > 99 else 10))
    return value + random.choice((-digits, digits))


def chains_of(random: Random, problem: Problem, count: int) -> list[str]:
    """A right chain and up to `count` with a mistake, of one problem."""
    kinds = random.choices(list(KINDS), list(KINDS.values()), k=count)
    made = [chain(random, problem, kind) for kind in [None, *kinds]]
    return list(dict.fromkeys(text for text in made if text))
