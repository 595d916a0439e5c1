using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Tests.Grading;

/// <summary>As <see cref="ForgedPythonTests"/>, in JavaScript.</summary>
[Collection(GraderCollection.Name)]
public sealed class ForgedJavaScriptTests(SharedGrader shared)
{
    private const string Asserts = "const assert = require('assert');\nassert.strictEqual(add(2, 3), 5);\nassert.deepEqual(add(10, 20), 30);\nassert(Math.abs(add(1.5, 1) - 2.5) < 1e-6);";
    private const string Check = "function check(candidate) { console.assert(candidate(2, 3) == 5); if (candidate(10, 20) !== 30) throw new Error('wrong'); }";

    private static readonly Dictionary<string, string> Attacks = new()
    {
        ["an object that is any number"] = "class Liar { valueOf() { return 5; } toString() { return '5'; } [Symbol.toPrimitive]() { return 5; } }\nfunction add(a, b) { return new Liar(); }",
        ["a plain object that answers anew"] = "let n = 0;\nfunction add(a, b) { return { valueOf() { return n++ % 2 ? 1e9 : 5; } }; }",
        ["a proxy"] = "function add(a, b) { return new Proxy(function () {}, { get: () => () => 5 }); }",
        ["an exit that says all is well"] = "function add(a, b) { process.exit(0); }",
        ["an exit while it is loaded"] = "process.exit(0);",
        ["an exit past node"] = "function add(a, b) { process.reallyExit(0); }",
        ["a verdict on standard output"] = "console.log(JSON.stringify({ verdict: 'Accepted', message: '' }));\nprocess.exit(0);",
        ["answers in advance"] = "for (const r of [['ready'], ['ok', ['mine', 0, 'function', 'add'], []], ['ok', 5, []], ['ok', 30, []]]) { const m = Buffer.from(JSON.stringify(['', r])); const n = Buffer.alloc(4); n.writeUInt32BE(m.length); require('fs').writeSync(3, Buffer.concat([n, m])); }\nprocess.reallyExit(0);",
        ["asserts that cannot fail"] = "const a = require('assert'); a.strictEqual = a.deepEqual = a.ok = () => {}; console.assert = () => {}; Math.abs = () => 0;\nfunction add(a, b) { return 0; }",
        ["intrinsics of its own"] = "Number.prototype.valueOf = () => 5; Array.prototype.map = () => [5]; JSON.parse = () => ['ok', 5, []]; JSON.stringify = () => '[\"ok\",5,[]]';\nfunction add(a, b) { return 0; }",
        ["a closed stream"] = "require('fs').closeSync(3);\nfunction add(a, b) { return a + b; }",
        ["a flooded stream"] = "const b = Buffer.alloc(6000, '\\0\\0\\0\\x02[]');\nwhile (true) require('fs').writeSync(3, b);",
        ["something thrown that is nothing"] = "function add(a, b) { throw undefined; }",
        ["a changed prototype"] = "function add(a, b) { return JSON.parse('{\"__proto__\": {\"valueOf\": 5}, \"constructor\": {\"prototype\": {}}}'); }",
        ["a promise"] = "function add(a, b) { return Promise.resolve(a + b); }",
        ["a Math of its own"] = "var Math = { abs: () => 0 };\nfunction add(a, b) { return 0; }",
        ["a check of its own"] = "function check() {}\nfunction add(a, b) { return 0; }",
        ["its parent killed"] = "try { process.kill(process.ppid, 'SIGKILL'); } catch {}\nfunction add(a, b) { return 0; }",
    };

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_program_that_does_not_add_is_refused(string attack)
    {
        var plain = await shared.JudgeAsync(new CodeCheck("javascript", Attacks[attack], new AssertTests(Asserts)));
        var check = await shared.JudgeAsync(new CodeCheck("javascript", Attacks[attack], new AssertTests(Check, "add")));
        Assert.True(plain.Verdict is Verdict.WrongAnswer or Verdict.RuntimeError, $"{plain.Verdict}: {plain.Message}");
        Assert.True(check.Verdict is Verdict.WrongAnswer or Verdict.RuntimeError, $"{check.Verdict}: {check.Message}");
        var next = await shared.JudgeAsync(new CodeCheck("javascript", "const add = (a, b) => a + b;", new AssertTests(Check, "add")));
        Assert.Equal((Verdict.Accepted, ""), (next.Verdict, next.Message));
    }

    [Theory]
    [InlineData("function f() { process.exit(0); }", "try { f(); } catch {}")]
    [InlineData("function f() { process.exit(0); }", "assert.throws(() => f());")]
    [InlineData("let n = 0; function f() { return { valueOf() { return n++ % 2 ? -1e9 : 1e9; } }; }", "const r = f(); assert(r > 4 && r < 6);")]
    public async Task Tests_that_could_be_led_astray_are_not(string code, string tests)
    {
        var result = await shared.JudgeAsync(new CodeCheck("nodejs", code, new AssertTests(tests)));
        Assert.True(result.Verdict is Verdict.WrongAnswer or Verdict.RuntimeError, $"{result.Verdict}: {result.Message}");
    }

    [Fact]
    public async Task A_program_that_hangs_is_out_of_time()
    {
        var result = await shared.JudgeAsync(new CodeCheck("nodejs", "function add() { while (true); }", new AssertTests(Asserts)), SharedGrader.Limits with { Cpu = TimeSpan.FromSeconds(1) });
        Assert.Equal(Verdict.TimeLimit, result.Verdict);
    }
}
