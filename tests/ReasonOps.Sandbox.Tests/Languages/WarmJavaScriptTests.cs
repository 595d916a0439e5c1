using System.Text;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Sandbox.Tests.Grading;

namespace ReasonOps.Sandbox.Tests.Languages;

/// <summary>A script in a prepared node does as in a new one: what it says, what it ends with.</summary>
[Collection(GraderCollection.Name)]
public sealed class WarmJavaScriptTests(SharedGrader shared)
{
    [Theory]
    [InlineData("console.log(process.argv.length, __filename, require.main === module, process.cwd())")]
    [InlineData("process.exit(3)")]
    [InlineData("process.on('exit', c => console.log('end', c)); process.exitCode = 5")]
    [InlineData("process.on('beforeExit', () => console.log('before')); console.log('x')")]
    [InlineData("setImmediate(() => { console.log('now'); setTimeout(() => console.log('timer'), 20); }); Promise.resolve().then(() => console.log('micro')); process.nextTick(() => console.log('tick'))")]
    [InlineData("const fs = require('fs'); fs.promises.writeFile('x.txt', 'abc').then(() => fs.readFile('x.txt', 'utf8', (e, d) => console.log(d)))")]
    [InlineData("console.log(require('fs').readFileSync(0, 'utf8').length)")]
    [InlineData("let s = ''; process.stdin.on('data', d => s += d); process.stdin.on('end', () => console.log(s.length))")]
    [InlineData("const r = require('readline').createInterface({ input: process.stdin }); let n = 0; r.on('line', () => n++); r.on('close', () => console.log(n))")]
    [InlineData("(async () => { for await (const c of process.stdin) console.log(c.length); })()")]
    [InlineData("const { execSync, exec } = require('child_process'); console.log(execSync('echo a') + ''); exec('echo b', (e, o) => console.log(o))")]
    [InlineData("new (require('worker_threads').Worker)('require(\"worker_threads\").parentPort.postMessage(42)', { eval: true }).on('message', m => console.log(m))")]
    [InlineData("let z; for (let k = 0; k < 5; k++) { z = []; for (let i = 0; i < 2e5; i++) z.push({ i, s: 'x' + i, b: i % 100 ? 0 : new ArrayBuffer(1000) }); } console.log(z.length)")]
    [InlineData("require('crypto').pbkdf2('a', 'b', 1000, 32, 'sha256', (e, k) => console.log(k.toString('hex')))")]
    [InlineData("require('zlib').gzip('abc', (e, b) => console.log(require('zlib').gunzipSync(b) + ''))")]
    [InlineData("WebAssembly.compile(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])).then(m => console.log(m))")]
    [InlineData("import('fs').then(m => console.log(typeof m.readFileSync))")]
    [InlineData("process.stdout.write('y'.repeat(300000) + '\\n'); console.error('error')")]
    [InlineData("process.on('uncaughtException', e => { console.log('caught', e.message); }); setTimeout(() => console.log('on'), 5); throw new Error('no')")]
    [InlineData("require('fs').writeFileSync('m.js', 'exports.x = 7'); console.log(require('./m').x, require('./m') === require('./m'))")]
    public async Task It_says_and_ends_as_in_a_new_process(string script)
    {
        var (warm, cold) = (await RunAsync(script, warm: true), await RunAsync(script, warm: false));
        Assert.Equal((cold.Ending, cold.Code, Text(cold.Output), Text(cold.Error)), (warm.Ending, warm.Code, Text(warm.Output), Text(warm.Error)));
    }

    [Theory]
    [InlineData("throw new Error('boom')", "Error: boom")]
    [InlineData("Promise.reject(new TypeError('late'))", "TypeError: late")]
    [InlineData("setTimeout(() => { throw new RangeError('later') }, 5)", "RangeError: later")]
    [InlineData("function (", "SyntaxError: Function statements require a function name")]
    public async Task What_nobody_catches_is_told_and_ends_it(string script, string error)
    {
        var step = await RunAsync(script, warm: true);
        Assert.Equal((Ending.Exited, 1), (step.Ending, step.Code));
        Assert.Contains(error, Text(step.Error), StringComparison.Ordinal);
        Assert.Contains("main.js:1", Text(step.Error), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Runs_share_nothing()
    {
        const string Script = "console.log(typeof globalThis.left, Object.keys(require.cache).length, require('fs').readdirSync('.').join()); globalThis.left = 1; require('fs').writeFileSync('left', ''); Array.prototype.left = 1; console.log(Math.random())";
        var (first, second) = (Text((await RunAsync(Script, warm: true)).Output).Split('\n'), Text((await RunAsync(Script, warm: true)).Output).Split('\n'));
        Assert.Equal("undefined 1 main.js", first[0]);
        Assert.Equal(first[0], second[0]);
        Assert.NotEqual(first[1], second[1]);
    }

    [Fact]
    public async Task Limits_hold()
    {
        var busy = await RunAsync("while (true);", warm: true, SharedGrader.Limits with { Cpu = TimeSpan.FromSeconds(1) });
        Assert.Equal(Ending.CpuLimit, busy.Ending);
        var idle = await RunAsync("setInterval(() => {}, 1000)", warm: true, SharedGrader.Limits with { Wall = TimeSpan.FromSeconds(1) });
        Assert.Equal(Ending.WallLimit, idle.Ending);
        var greedy = await RunAsync("const a = []; while (true) a.push(Buffer.alloc(1 << 20, 1));", warm: true, SharedGrader.Limits with { Memory = 256L << 20 });
        Assert.Equal(Ending.MemoryLimit, greedy.Ending);
    }

    private async Task<StepOutcome> RunAsync(string script, bool warm, RunLimits? limits = null)
    {
        var node = shared.Languages.Find("nodejs")!;
        var language = warm ? node : node with { Warm = null };
        var outcome = await shared.Pool.RunAsync(language.Program(script, [], Encoding.UTF8.GetBytes("one\ntwo\n"), limits ?? SharedGrader.Limits), CancellationToken.None);
        return outcome.Steps[0];
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
