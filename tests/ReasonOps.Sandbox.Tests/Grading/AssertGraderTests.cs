using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Tests.Grading;

/// <summary>What honest programs and tests do, over the stream as in one process.</summary>
[Collection(GraderCollection.Name)]
public sealed class AssertGraderTests(SharedGrader shared)
{
    [Theory]
    [InlineData("values of every kind", "def same(x): return x", "import math, decimal, fractions, datetime\nfor v in [None, True, 1, 2**200, -2**64, 1.5, float('inf'), 's\\ud800', b'ab', bytearray(b'x'), [1, [2]], (1, (2,)), {1: 2, (1, 2): [3]}, {1, 2}, frozenset([1]), 1+2j, range(3), decimal.Decimal('1.10'), fractions.Fraction(1, 3), datetime.date(2020, 1, 2)]:\n    assert same(v) == v and type(same(v)) is type(v), v\nassert math.isnan(same(float('nan')))")]
    [InlineData("arguments changed in place", "def sort(a, d): a.sort(); d['n'] = [len(a)]", "x, d = [3, 1, 2], {}\nsort(x, d)\nassert x == [1, 2, 3] and d == {'n': [3]}")]
    [InlineData("generators", "def up(n):\n  for i in range(n): yield i", "assert list(up(3)) == [0, 1, 2]\nassert sum(up(4)) == 6\nassert next(up(2)) == 0")]
    [InlineData("classes", "class Stack:\n  def __init__(self): self.items = []\n  def push(self, x): self.items.append(x)\n  def __len__(self): return len(self.items)", "s = Stack()\ns.push(3)\nassert s.items == [3] and len(s) == 1 and isinstance(s, Stack)")]
    [InlineData("exceptions of its own", "class Wrong(ValueError): pass\ndef fail(): raise Wrong('no')", "try:\n    fail()\n    assert False\nexcept Wrong as e:\n    assert str(e) == 'no'\ntry:\n    fail()\nexcept ValueError: pass")]
    [InlineData("builtin exceptions", "def get(d, k): return d[k]", "try:\n    get({}, 'x')\n    assert False\nexcept KeyError as e:\n    assert e.args == ('x',)")]
    [InlineData("functions of the tests", "def each(f, xs): return [f(x) for x in xs]", "assert each(lambda x: x * 2, [1, 2]) == [2, 4]")]
    [InlineData("coroutines", "async def later(x): return x + 1", "import asyncio\nassert asyncio.run(later(2)) == 3")]
    [InlineData("named tuples", "from collections import namedtuple\nP = namedtuple('P', 'x y')\ndef point(): return P(1, 2)", "assert point() == (1, 2) and point().x == 1")]
    [InlineData("counters and default dicts", "from collections import Counter\ndef count(s): return Counter(s)", "assert count('aab') == {'a': 2, 'b': 1}")]
    [InlineData("unittest", "def one(): return 1", "import unittest\nclass T(unittest.TestCase):\n    def test(self): self.assertEqual(one(), 1)\nunittest.main()")]
    [InlineData("functions named test", "def one(): return 1", "def test_one(): assert one() == 1")]
    [InlineData("an import of the program", "def one(): return 1", "from solution import one\nassert one() == 1")]
    [InlineData("a name that Python has too", "def sum(a, b): return a * b", "assert sum(10, 15) == 150")]
    public async Task Python_is_judged_as_in_one_process(string what, string code, string tests)
    {
        var result = await shared.JudgeAsync(new CodeCheck("python", code, new AssertTests(tests)));
        Assert.True(result.Verdict == Verdict.Accepted, $"{what}: {result.Verdict}: {result.Message}");
    }

    [Theory]
    [InlineData("values of every kind", "function same(x) { return x; }", "for (const v of [1, -0, NaN, Infinity, 1n << 100n, -5n, 's', null, undefined, [1, [2]], { a: { b: 1 } }, new Map([[1, { a: 2 }]]), new Set([1, 'x']), new Date(5), /a/gi, new Uint8Array([1, 2]), Buffer.from('ab')]) assert.deepStrictEqual(same(v), v);")]
    [InlineData("arguments changed in place", "function sort(a, o) { a.sort((x, y) => x - y); o.n = [a.length]; }", "const x = [3, 1, 2], o = {}; sort(x, o); assert.deepStrictEqual(x, [1, 2, 3]); assert.deepStrictEqual(o, { n: [3] });")]
    [InlineData("promises", "async function later(x) { await new Promise(r => setTimeout(r, 5)); return x + 1; }", "assert.strictEqual(await later(1), 2);")]
    [InlineData("rejections", "async function later() { throw new TypeError('no'); }", "await assert.rejects(later(), TypeError);")]
    [InlineData("classes", "class P { constructor(x) { this.x = x; } plus(o) { return new P(this.x + o.x); } *[Symbol.iterator]() { yield this.x; } }", "const p = new P(1); assert.strictEqual(p.plus(new P(2)).x, 3); assert(p instanceof P); assert.deepEqual([...p], [1]); assert.deepEqual(p, { x: 1 });")]
    [InlineData("errors of its own", "class Wrong extends RangeError {}\nfunction fail() { throw new Wrong('no'); }", "assert.throws(fail, /no/); assert.throws(fail, RangeError); assert.throws(fail, Wrong);")]
    [InlineData("exports", "module.exports = { one: () => 1 };", "assert.strictEqual(one(), 1);")]
    [InlineData("functions of the tests", "const each = (f, xs) => xs.map(x => f(x));", "assert.deepStrictEqual(each(x => x * 2, [1, 2]), [2, 4]);")]
    public async Task JavaScript_is_judged_as_in_one_process(string what, string code, string tests)
    {
        var result = await shared.JudgeAsync(new CodeCheck("javascript", code, new AssertTests(tests)));
        Assert.True(result.Verdict == Verdict.Accepted, $"{what}: {result.Verdict}: {result.Message}");
    }

    [Theory]
    [InlineData("python", "def add(a, b): return a - b", "assert add(2, 3) == 5", Verdict.WrongAnswer, "line 1 of the tests: assert add(2, 3) == 5\nlast call: add(2, 3) gave -1")]
    [InlineData("python", "def add(a, b):\n  return a / 0", "assert add(2, 3) == 5", Verdict.RuntimeError, "ZeroDivisionError: division by zero (line 2 of the program)")]
    [InlineData("python", "def add(a, b", "assert add(2, 3) == 5", Verdict.CompileError, "SyntaxError: '(' was never closed (line 1)")]
    [InlineData("python", "def add(a, b): return a + b", "assert add(2, 3 == 5", Verdict.InternalError, "tests: the tests are no Python: ")]
    [InlineData("python", "def add(a, b): return a + b", "x = 1", Verdict.InternalError, "tests: the tests never called the program")]
    [InlineData("nodejs", "function add(a, b) { return a - b; }", "assert.strictEqual(add(2, 3), 5)", Verdict.WrongAnswer, "last call: add(2, 3) gave -1")]
    [InlineData("nodejs", "function add(a, b) {\n  return a.b.c;\n}", "assert.strictEqual(add(2, 3), 5)", Verdict.RuntimeError, "(line 2 of the program)")]
    [InlineData("nodejs", "function add(a, b", "assert.strictEqual(add(2, 3), 5)", Verdict.CompileError, "SyntaxError: ")]
    [InlineData("nodejs", "function add(a, b) { return a + b; }", "assert.strictEqual(add(2, 3", Verdict.InternalError, "tests: the tests are no JavaScript: ")]
    [InlineData("nodejs", "function add(a, b) { return a + b; }", "add(1, 2); await new Promise(() => {});", Verdict.WrongAnswer, "the tests wait for what never comes")]
    public async Task What_went_wrong_is_told(string language, string code, string tests, Verdict verdict, string message)
    {
        var result = await shared.JudgeAsync(new CodeCheck(language, code, new AssertTests(tests)));
        Assert.Equal(verdict, result.Verdict);
        Assert.Contains(message, result.Message, StringComparison.Ordinal);
    }
}
