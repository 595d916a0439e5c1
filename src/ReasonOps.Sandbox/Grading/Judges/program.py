# The program's end of the stream: runs the program, then does as its judge asks. It shares its process with the program,
# so nothing it says is believed for more than data.
import operator
import sys
import types

STREAM = 3
kept = {}  # what the judge holds by number
numbers = {}  # the number of each, by identity


class Answered:
    """A function of the tests, called from the program."""

    def __init__(self, number):
        self.number = number

    def __call__(self, *args, **named):
        send(STREAM, ["call", self.number, outgoing(list(args)), outgoing(named)])
        reply = serve_until_answer()
        if reply[0] == "raise":
            raise getattr(__import__("builtins"), reply[1], RuntimeError)(reply[2])
        return incoming(reply[1])


def by_number(value, deep):
    plain = as_plain(value)
    if plain is not None:
        return encode(plain[0], by_number, deep) if len(plain) == 1 else named_tuple(value, deep)
    if type(value) is Answered:
        return ["yours", value.number]
    if id(value) not in numbers:
        numbers[id(value)] = len(kept)
        kept[len(kept)] = value
    kind = "coroutine" if type(value) is types.CoroutineType else "class" if isinstance(value, type) else "object"
    ancestors = [ancestor.__name__ for ancestor in value.__mro__] if kind == "class" and issubclass(value, BaseException) else []
    return ["mine", numbers[id(value)], kind, type(value).__name__, ancestors]


def as_plain(value):
    """What a value of a derived type is as plain data; None where it is more than data."""
    if isinstance(value, tuple) and hasattr(type(value), "_fields"):
        return value, "named"
    for kind in (bool, int, float, complex, str, bytes):
        if isinstance(value, kind):
            return (kind.__new__(kind, kind.__str__(value) if kind is str else kind.__add__(value, kind()) if kind is not bool else value),)
    if type(value).__module__ != "program":
        for kind in (dict, list, tuple, set, frozenset):
            if isinstance(value, kind):
                return (kind(value),)
    return None


def named_tuple(value, deep):
    return ["named", type(value).__name__, list(type(value)._fields), *[encode(item, by_number, deep - 1) for item in value]]


def outgoing(value):
    return encode(value, by_number)


def incoming(data):
    return decode(data, lambda mark, rest: kept[rest[0]] if mark == "yours" else Answered(rest[0]))


def failure(error):
    line = next((frame.lineno for frame in reversed(traceback_of(error)) if frame.filename == "main.py"), None)
    try:
        words = str(error)
    except Exception:
        words = ""
    try:
        args = outgoing(list(error.args))
    except BaseException:
        args = ["list", words]
    return ["raise", [kind.__name__ for kind in type(error).__mro__], words[:2000], args, line]


def traceback_of(error):
    import traceback
    return traceback.extract_tb(error.__traceback__, limit=-20)


def changed(before, values):
    """What calls did to the lists, dicts and sets that they were given; null where nothing."""
    after = [outgoing(value) for value in values]
    return [new if new != old else None for old, new in zip(before, after)]


async def awaited(value):
    return await value


def follow(value):
    import asyncio
    return asyncio.run(awaited(value))


OPERATIONS = {
    "get": getattr, "set": setattr, "item": operator.getitem, "put": operator.setitem, "drop": operator.delitem,
    "iter": iter, "next": next, "len": len, "str": str, "repr": repr, "bool": bool, "int": int, "float": float,
    "await": follow, "instance": isinstance, "subclass": issubclass,
    **{name: getattr(operator, name) for name in (
        "add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul", "and_", "or_", "xor")},
}


def perform(program, request):
    what, *rest = request
    if what == "names":
        return [outgoing({name: vars(program)[name] for name in rest[0] if name in vars(program)}), []]
    args, named = incoming(rest[1]), incoming(rest[2])
    before = [outgoing(value) for value in args]
    result = (kept[rest[0]] if what == "call" else OPERATIONS[rest[0]])(*args, **named)
    return [outgoing(result), changed(before, args)]


def serve_until_answer():
    """Serves requests until one is the answer to a call of this side's."""
    while True:
        request = receive(STREAM)
        if request[0] in ("ok", "raise"):
            return request
        try:
            reply = ["ok", *perform(program, request)]
        except Broken:
            raise
        except BaseException as error:
            reply = failure(error)
        try:
            send(STREAM, reply)
        except OverflowError as error:
            send(STREAM, failure(error))


def load():
    global program
    program = types.ModuleType("program")
    sys.modules["program"] = program
    with open("main.py", encoding="utf-8") as source:
        try:
            code = compile(source.read(), "main.py", "exec", dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            return ["unreadable", "%s: %s (line %s)" % (type(error).__name__, getattr(error, "msg", error), getattr(error, "lineno", "?"))]
    try:
        exec(code, vars(program))
        return ["ready"]
    except BaseException as error:
        return failure(error)


send(STREAM, load())
try:
    serve_until_answer()
except Broken:
    pass
