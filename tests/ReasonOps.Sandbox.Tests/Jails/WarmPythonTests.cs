using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Tests.Jails;

/// <summary>A warm Python is to be told from a cold one by its time alone.</summary>
public sealed class WarmPythonTests(Pools pools) : IClassFixture<Pools>
{
    private static readonly (string Name, string Program)[] Programs =
    [
        ("prints", "print('a', 1, [2.5]); print(__name__, __file__.rsplit('/', 1)[-1])"),
        ("reads", "import sys\nfor line in sys.stdin: print(line.strip()[::-1])\nprint(input.__name__, sys.argv[0].rsplit('/', 1)[-1])"),
        ("input", "print(int(input()) + int(input()))"),
        ("raises", "def f(x):\n    return 1 / x\nf(0)"),
        ("chained", "try:\n    {}['a']\nexcept KeyError as e:\n    raise ValueError('b') from e"),
        ("syntax", "def f(:\n  pass"),
        ("indentation", "if True:\npass"),
        ("tab", "if True:\n\tx = 1\n        y = 2"),
        ("exit code", "import sys; sys.exit(300)"),
        ("exit text", "import sys; sys.exit('gone')"),
        ("exit none", "raise SystemExit"),
        ("exit nested", "import sys\ntry:\n    sys.exit(3)\nfinally:\n    print('finally')"),
        ("os exit", "import os; os._exit(9)"),
        ("interrupt", "raise KeyboardInterrupt"),
        ("assertion", "assert 1 + 1 == 3, 'arithmetic'"),
        ("unicode", "print('ä€😀'); import sys; sys.stderr.write('ö\\n')"),
        ("surrogates", "import os, sys; sys.stdout.buffer.write(b'\\xff\\n'); print(os.fsdecode(b'\\xfe'))"),
        ("atexit", "import atexit; atexit.register(print, 'bye'); print('hi')"),
        ("threads", "import threading, time\nthreading.Thread(target=lambda: (time.sleep(0.05), print('late'))).start(); print('early', flush=True)"),
        ("thread error", "import threading\nt = threading.Thread(target=lambda: 1 / 0, name='worker'); t.start(); t.join(); print('on')"),
        ("finalizer", "class A:\n    def __del__(self): print('deleted')\na = A(); print('kept')"),
        ("generator", "def g():\n    try: yield 1\n    finally: print('closed')\nx = g(); next(x)"),
        ("globals", "print(sorted(name for name in globals() if not name.startswith('__'))); print(sorted(globals()))"),
        ("classes", "import dataclasses, enum, typing, pickle\n@dataclasses.dataclass\nclass P:\n    x: int\nprint(P(3), P.__module__, pickle.loads(pickle.dumps(P(4))))"),
        ("main module", "import sys; print(sys.modules['__main__'].__dict__ is globals(), __spec__, __package__, __doc__)"),
        ("docstring", "'about this'\nprint(__doc__)"),
        ("future", "from __future__ import annotations\ndef f(x: Undefined): pass\nprint(f.__annotations__)"),
        ("fork", "import os\npid = os.fork()\nif pid == 0: print('child', flush=True); os._exit(4)\nprint(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))"),
        ("subprocess", "import subprocess; print(subprocess.run(['echo', 'sub'], capture_output=True, text=True).stdout)"),
        ("multiprocessing", "import multiprocessing as m\nif __name__ == '__main__':\n    m.set_start_method('fork')\n    p = m.Process(target=print, args=('from a child',)); p.start(); p.join(); print(p.exitcode)"),
        ("asyncio", "import asyncio\nasync def main():\n    await asyncio.sleep(0.01)\n    return 5\nprint(asyncio.run(main()))"),
        ("imports own", "import helper; print(helper.VALUE)"),
        ("hash", "print(hash(1.5), hash((1, 2)))"),
        ("recursion", "def f(n): return f(n + 1)\nf(0)"),
        ("recursion limit", "import sys; print(sys.getrecursionlimit())"),
        ("decimal", "from decimal import Decimal, getcontext; getcontext().prec = 30; print(Decimal(1) / 7)"),
        ("warnings", "import warnings; warnings.warn('careful'); print('x' is 'x')"),
        ("stdin closed", "import sys; sys.stdin.close(); print('open')"),
        ("stdout closed", "import sys; print('before'); sys.stdout.close()"),
        ("unflushed", "import sys; sys.stdout.write('no newline')"),
        ("signal", "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"),
        ("excepthook", "import sys\nsys.excepthook = lambda *e: print('mine', e[0].__name__)\n1 / 0"),
        ("exception group", "raise ExceptionGroup('many', [ValueError(1), TypeError(2)])"),
        ("long line", "x = 1; y = [1, 2, 3]; print(x, y[10])"),
        ("eval error", "eval('1 +')"),
        ("exec error", "exec('x = 1\\nraise ValueError(x)')"),
        ("encoding", "# -*- coding: latin-1 -*-\nprint('ok')"),
        ("gc", "import gc; print(gc.isenabled(), gc.get_threshold())"),
    ];

    public static TheoryData<IsolationMode, string> Cases
    {
        get
        {
            var cases = new TheoryData<IsolationMode, string>();
            foreach (var (name, _) in Programs)
            {
                cases.Add(IsolationMode.Namespaces, name);
                if (name is "raises" or "reads" or "threads" or "fork" or "subprocess")
                    cases.Add(IsolationMode.Landlock, name);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_script_says_the_same_warm_as_cold(IsolationMode mode, string name)
    {
        var program = Programs.Single(pair => pair.Name == name).Program;
        var cold = Boxes.Python(program, input: "12\n30\n") with { Files = [Boxes.Text("main.py", program), Boxes.Text("helper.py", "VALUE = 11")] };
        var warm = cold with { Steps = [cold.Steps[0] with { Command = ["main.py"], Warm = WarmInterpreter.Python }] };
        Assert.Equal(await ToldAsync(mode, cold), await ToldAsync(mode, warm));
    }

    [Fact]
    public async Task Arguments_and_variables_reach_the_script()
    {
        var step = new RunStep
        {
            Command = ["main.py", "a b", "c"], Warm = WarmInterpreter.Python, Limits = Boxes.Limits,
            Environment = new Dictionary<string, string> { ["ANSWER"] = "42" },
        };
        var request = new RunRequest { Files = [Boxes.Text("main.py", "import os, sys; print(sys.argv[1:], os.environ['ANSWER'], os.getenv('PATH') is not None); os.system('echo $ANSWER')")], Steps = [step] };
        Assert.Equal((Ending.Exited, "42\n['a b', 'c'] 42 True\n", ""), await ShortAsync(request));
    }

    [Fact]
    public async Task Each_run_has_its_own_random_numbers()
    {
        var request = Boxes.Python("import random; print(random.random())");
        request = request with { Steps = [request.Steps[0] with { Command = ["main.py"], Warm = WarmInterpreter.Python }] };
        Assert.NotEqual((await ShortAsync(request)).Output, (await ShortAsync(request)).Output);
    }

    [Fact]
    public async Task A_script_that_is_not_there_is_told_as_python_tells_it()
    {
        var (ending, output, error) = await ShortAsync(new RunRequest { Steps = [Boxes.Step("nothing.py") with { Warm = WarmInterpreter.Python }] });
        Assert.Equal((Ending.Exited, "", "python3: can't open file '/box/nothing.py': [Errno 2] No such file or directory\n"), (ending, output, error));
    }

    private async Task<(Ending Ending, string Output, string Error)> ShortAsync(RunRequest request)
    {
        var step = (await pools[IsolationMode.Namespaces].RunAsync(request, CancellationToken.None)).Steps[0];
        return (step.Ending, step.Out(), step.Err());
    }

    private async Task<string> ToldAsync(IsolationMode mode, RunRequest request)
    {
        var step = (await pools[mode].RunAsync(request, CancellationToken.None)).Steps[0];
        // The box's name, where it has one, differs, and how many frames are left for a recursion.
        var error = System.Text.RegularExpressions.Regex.Replace(step.Err(), "/tmp/reasonops-sandbox-[0-9a-f]+/[0-9a-f]+.boxes/[0-9a-f]+", "/box");
        error = System.Text.RegularExpressions.Regex.Replace(error, "repeated [0-9]+ more", "repeated more");
        return $"{step.Ending} {step.Code}\n{step.Out()}\n{error}";
    }
}
