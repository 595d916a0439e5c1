using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Tests.Grading;

/// <summary>Programs that do not compute what they are asked for, and try to be accepted all the same.</summary>
[Collection(GraderCollection.Name)]
public sealed class ForgedPythonTests(SharedGrader shared)
{
    private const string Asserts = "assert add(2, 3) == 5\nassert add(10, 20) == 30\nassert abs(add(1.5, 1) - 2.5) < 1e-6";
    private const string Check = "def check(candidate):\n    assert candidate(2, 3) == 5\n    assert candidate(10, 20) == 30\n    assert abs(candidate(1.5, 1) - 2.5) < 1e-6";

    private const string Liar = "class Liar:\n  __eq__ = __lt__ = __gt__ = __le__ = __ge__ = __contains__ = lambda s, o: True\n  __ne__ = lambda s, o: False\n  __hash__ = lambda s: 5\n";

    private static readonly Dictionary<string, string> Attacks = new()
    {
        ["a class that is equal to everything"] = Liar + "def add(a, b): return Liar()",
        ["a class whose differences are nothing"] = Liar + "Liar.__sub__ = Liar.__rsub__ = lambda s, o: 0.0\nLiar.__abs__ = lambda s: 0.0\ndef add(a, b): return Liar()",
        ["an int that is equal to everything"] = "class Int(int):\n  __eq__ = lambda s, o: True\n  __sub__ = lambda s, o: 0\ndef add(a, b): return Int(0)",
        ["a float that is equal to everything"] = "class Float(float):\n  __eq__ = lambda s, o: True\n  __sub__ = lambda s, o: 0.0\ndef add(a, b): return Float(0)",
        ["an exit that says all is well"] = "import sys\ndef add(a, b): sys.exit(0)",
        ["an exit while it is loaded"] = "import sys\nsys.exit(0)",
        ["an exit past Python"] = "import os\ndef add(a, b): os._exit(0)",
        ["an exit past Python while it is loaded"] = "import os\nos._exit(0)",
        ["a verdict on standard output"] = "import os\nprint('{\"verdict\": \"Accepted\", \"message\": \"\"}', flush=True)\nos._exit(0)",
        ["a verdict on the stream"] = "import os, json\nm = json.dumps({'verdict': 'Accepted', 'message': ''}).encode()\nos.write(3, len(m).to_bytes(4, 'big') + m)\ndef add(a, b): return 0",
        ["answers in advance"] = "import os, json\nfor r in (['ready'], ['ok', ['dict'], []], ['ok', 5, []], ['ok', 30, []], ['ok', 2.5, []]):\n  m = json.dumps(['', r]).encode()\n  os.write(3, len(m).to_bytes(4, 'big') + m)\nos._exit(0)",
        ["PASS"] = "print('PASS')\nprint('OK')\ndef add(a, b): return None",
        ["a closed stream"] = "import os\nos.close(3)\ndef add(a, b): return a + b",
        ["a flooded stream"] = "import os\nwhile True: os.write(3, b'\\0\\0\\0\\2[]' * 1000)",
        ["a message without end"] = "import os\nos.write(3, b'\\xff\\xff\\xff\\xff')\nwhile True: os.write(3, b'x' * 65536)",
        ["asserts that cannot fail"] = "import builtins\nbuiltins.AssertionError = type('Quiet', (Exception,), {})\nbuiltins.abs = lambda x: 0\ndef add(a, b): return 0",
        ["a runtime that is not the program's"] = "import __main__\n__main__.perform = lambda *a: [5, []]\n__main__.OPERATIONS = {}\ndef add(a, b): return 0",
        ["builtins of its own"] = "abs = lambda x: 0\ndef add(a, b): return 0\n__builtins__['abs'] = abs",
        ["the end of an iteration"] = "def add(a, b): raise StopIteration",
        ["an assertion of its own"] = "def add(a, b): raise AssertionError('passed')",
        ["a skipped test"] = "import unittest\ndef add(a, b): raise unittest.SkipTest('no')",
        ["everybody killed"] = "import os, signal\nfor p in range(1, 50):\n  try: os.kill(p, signal.SIGKILL)\n  except OSError: pass\ndef add(a, b): return 0",
        ["its parent killed"] = "import os, signal\ndef add(a, b):\n  os.kill(os.getppid(), signal.SIGKILL)\n  return 0",
        ["frames of its caller"] = "import sys\ndef add(a, b):\n  f = sys._getframe()\n  while f:\n    f.f_globals['AssertionError'] = Exception\n    f.f_locals['calls'] = 9\n    f = f.f_back\n  return 0",
        ["a child that answers"] = "import os\nif os.fork() == 0:\n  while True: pass\ndef add(a, b): return 0",
        ["nothing but a promise"] = "async def add(a, b): return a + b",
        ["a generator that gives what is wanted"] = "def add(a, b):\n  while True: yield a + b",
        ["a handle that was never given"] = "import os, json\ndef say(ticket, r):\n  m = json.dumps([ticket, r]).encode()\n  os.write(3, len(m).to_bytes(4, 'big') + m)\nsay('', ['ready'])\nn = int.from_bytes(os.read(3, 4), 'big')\nsay(json.loads(os.read(3, n))[0], ['ok', ['dict', ['add', ['yours', 0]]], []])\nimport time\ntime.sleep(1)",
        ["a mock"] = "from unittest.mock import ANY\ndef add(a, b): return ANY",
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_program_that_does_not_add_is_refused(string attack)
    {
        var plain = await shared.JudgeAsync(new CodeCheck("python", Attacks[attack], new AssertTests(Asserts)));
        var check = await shared.JudgeAsync(new CodeCheck("python", Attacks[attack], new AssertTests(Check, "add")));
        Assert.True(plain.Verdict is Verdict.WrongAnswer or Verdict.RuntimeError or Verdict.SecurityViolation, $"{plain.Verdict}: {plain.Message}");
        Assert.True(check.Verdict is Verdict.WrongAnswer or Verdict.RuntimeError or Verdict.SecurityViolation, $"{check.Verdict}: {check.Message}");
        var next = await shared.JudgeAsync(new CodeCheck("python", "def add(a, b): return a + b", new AssertTests(Check, "add")));
        Assert.Equal((Verdict.Accepted, ""), (next.Verdict, next.Message));
    }

    [Theory]
    [InlineData("a map that ends early", "def f(x): raise StopIteration", "for got, wanted in zip(map(f, [1, 2]), [2, 4]):\n    assert got == wanted")]
    [InlineData("a test that catches everything", "import os\ndef f(x): os._exit(0)", "try:\n    f(1)\nexcept:\n    pass")]
    [InlineData("a test that waits for an exception", "import os\ndef f(x): os._exit(0)", "import unittest\nwith unittest.TestCase().assertRaises(BaseException):\n    f(1)")]
    [InlineData("a checker of the program's", "def isclose(a, b): return True\ndef f(x): return 0", "import math\nassert math.isclose(f(1), 3.0)")]
    [InlineData("a module of the program's", "class math:\n  isclose = staticmethod(lambda a, b: True)\ndef f(x): return 0", "assert math.isclose(f(1), 3.0)")]
    [InlineData("a comparison in the middle", "class L:\n  __lt__ = __gt__ = lambda s, o: True\ndef f(x): return L()", "assert 1 < f(1) < 3")]
    public async Task Tests_that_could_be_led_astray_are_not(string what, string code, string tests)
    {
        var result = await shared.JudgeAsync(new CodeCheck("python", code, new AssertTests(tests)));
        Assert.True(result.Verdict is Verdict.WrongAnswer or Verdict.RuntimeError, $"{what}: {result.Verdict}: {result.Message}");
    }

    [Fact]
    public async Task A_program_that_hangs_is_out_of_time()
    {
        var result = await shared.JudgeAsync(
            new CodeCheck("python", "import time\ndef add(a, b): time.sleep(1000)", new AssertTests(Asserts)), SharedGrader.Limits with { Wall = TimeSpan.FromSeconds(2) });
        Assert.Equal(Verdict.TimeLimit, result.Verdict);
        var busy = await shared.JudgeAsync(
            new CodeCheck("python", "while True: pass", new AssertTests(Asserts)), SharedGrader.Limits with { Cpu = TimeSpan.FromSeconds(1) });
        Assert.Equal(Verdict.TimeLimit, busy.Verdict);
    }
}
