# Both ends of the stream between a program and its judge: messages of JSON, each after its length. Plain data goes by
# value, everything else as a number that only its owner can look up. What is read is never more than data.
import collections
import datetime
import decimal
import fractions
import json
import os

LONGEST = 16 << 20  # bytes of a message
DEEPEST = 100  # containers within containers
LARGE = 1 << 53


class Tickets:
    """With every message of the judge's comes a ticket of its own, which the answer has to bring back: what a program sent
    before it was asked answers nothing."""

    judging = False
    last = ""


class Broken(BaseException):
    """The other end is gone, or speaks nonsense. Tests that catch everything catch this too, so it is remembered."""

    first = None

    def __init__(self, what):
        super().__init__(what)
        Broken.first = Broken.first or self


def read_exactly(stream, count):
    parts = []
    while count:
        part = os.read(stream, min(count, 1 << 16))
        if not part:
            raise Broken("ended")
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def receive(stream):
    try:
        length = int.from_bytes(read_exactly(stream, 4), "big")
        if length > LONGEST:
            raise Broken("sent a message that is too long")
        ticket, message = json.loads(read_exactly(stream, length))
    except (ValueError, TypeError, RecursionError, OSError) as error:
        raise Broken("ended" if isinstance(error, OSError) else "sent what is no message") from None
    if Tickets.judging and ticket != Tickets.last:
        raise Broken("answered before it was asked")
    Tickets.last = ticket
    return message


def send(stream, message):
    if Tickets.judging:
        Tickets.last = os.urandom(16).hex()
    data = json.dumps([Tickets.last, message]).encode()
    if len(data) > LONGEST:
        raise OverflowError("too much data: %d bytes" % len(data))
    data = len(data).to_bytes(4, "big") + data
    try:
        while data:
            data = data[os.write(stream, data):]
    except OSError:
        raise Broken("ended") from None


MARKS = {list: "list", tuple: "tuple", set: "set", frozenset: "frozenset"}
BY_MARK = {mark: kind for kind, mark in MARKS.items()}

# Values of the standard library that are made anew from plain arguments.
MADE = {
    "range": (range, lambda x: (x.start, x.stop, x.step)),
    "deque": (collections.deque, lambda x: (list(x), x.maxlen)),
    "Decimal": (decimal.Decimal, lambda x: (str(x),)),
    "Fraction": (fractions.Fraction, lambda x: (x.numerator, x.denominator)),
    "date": (datetime.date, lambda x: (x.year, x.month, x.day)),
    "time": (datetime.time, lambda x: (x.hour, x.minute, x.second, x.microsecond)),
    "datetime": (datetime.datetime, lambda x: (x.year, x.month, x.day, x.hour, x.minute, x.second, x.microsecond)),
    "timedelta": (datetime.timedelta, lambda x: (x.days, x.seconds, x.microseconds)),
}
MADE_BY_KIND = {kind: (name, parts) for name, (kind, parts) in MADE.items()}


def encode(value, other, deep=DEEPEST):
    """JSON for a value; `other(value)` says what is written for one that is not plain data."""
    kind = type(value)
    if value is None or kind is bool or kind is str or kind is float or (kind is int and -LARGE < value < LARGE):
        return value
    if deep == 0:
        raise OverflowError("data nested too deeply")
    if kind is int:
        return ["int", hex(value)]
    if kind in MARKS:
        return [MARKS[kind], *[encode(item, other, deep - 1) for item in value]]
    if kind is dict:
        return ["dict", *[[encode(key, other, deep - 1), encode(item, other, deep - 1)] for key, item in value.items()]]
    if kind is bytes or kind is bytearray:
        return [kind.__name__, value.hex()]
    if kind is complex:
        return ["complex", value.real, value.imag]
    if kind in MADE_BY_KIND and getattr(value, "tzinfo", None) is None:
        name, parts = MADE_BY_KIND[kind]
        return ["made", name, *[encode(part, other, deep - 1) for part in parts(value)]]
    return other(value, deep)


def decode(data, other):
    """The value again; `other(mark, rest)` says what stands for one that was not plain data."""
    if type(data) is not list:
        if type(data) is dict:
            raise Broken("sent what is no value")
        return data
    try:
        mark, *rest = data
        if mark in BY_MARK:
            return BY_MARK[mark]([decode(item, other) for item in rest])
        if mark == "dict":
            return {decode(key, other): decode(item, other) for key, item in rest}
        if mark == "int":
            return int(rest[0], 16)
        if mark in ("bytes", "bytearray"):
            return (bytes if mark == "bytes" else bytearray).fromhex(rest[0])
        if mark == "complex":
            return complex(*rest)
        if mark == "made":
            return MADE[rest[0]][0](*[decode(part, other) for part in rest[1:]])
        return other(mark, rest)
    except (TypeError, ValueError, KeyError, IndexError, ArithmeticError, RecursionError, AttributeError) as error:
        raise Broken("sent what is no value: %s" % error) from None
