using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.EndToEnd;

/// <summary>5,000 checks of all sorts through one verifier: each is answered as it must be, and nothing is left of any.</summary>
public sealed class SoakTests
{
    private const int Checks = 5000;
    private const int InBatch = 100;

    /// <summary>What .NET's heap and caches may still take once they are warm, on a busy machine; it is 2 MB on a quiet one.</summary>
    private const long MemoryGrowth = 64L << 20;

    private static readonly HttpClient Http = new(new SocketsHttpHandler { MaxConnectionsPerServer = 8 }) { Timeout = TimeSpan.FromMinutes(4) };

    [Fact]
    public async Task Five_thousand_checks_leave_nothing_behind()
    {
        using var scratch = new Scratch();
        await using var child = Child.Start("verifier", "-f", scratch.Write("pool.yaml", Manifests.Pool()
            .Replace("checks: [Math, Python]", "checks: [Math, Python, JavaScript]").Replace("workers: 1", "workers: 2")), "--url", "http://127.0.0.1:0");
        var url = (await child.LineAsync(@"^sandboxes on (\S+)$")).Groups[1].Value;
        await AskAsync(url, [.. Enumerable.Range(0, 600).Select(Check)]);
        var before = await RestingAsync(url, child.Id);
        var folders = Tree.FoldersOf(child.Id);

        var wrong = await AskAsync(url, [.. Enumerable.Range(0, Checks).Select(Check)]);

        Assert.Empty(wrong.Take(5));
        var after = await RestingAsync(url, child.Id);
        Assert.Equal((before.Processes, before.Files, before.Groups), (after.Processes, after.Files, after.Groups));
        Assert.InRange(after.OpenFiles, 0, before.OpenFiles + 8);
        Assert.InRange(after.Memory - before.Memory, long.MinValue, MemoryGrowth);

        await child.SignalAsync("TERM");
        Assert.Equal(ExitCode.Interrupted, await child.EndAsync());
        Assert.NotEmpty(folders);
        Assert.DoesNotContain(folders, Directory.Exists);
    }

    /// <summary>The check of this number and its verdict; those that reach a limit are few, as each holds a place for its while.</summary>
    private static (JsonObject Check, string Verdict) Check(int i) => (i % 100) switch
    {
        0 => (Python("while True: pass", "", new JsonObject { ["cpu"] = 0.1 }), "TimeLimit"),
        1 => (Python("import time; time.sleep(60)", "", new JsonObject { ["wall"] = 0.1 }), "TimeLimit"),
        2 => (Python("x = bytearray(400 << 20); print(len(x))", "", new JsonObject { ["memory"] = "64Mi" }), "MemoryLimit"),
        3 => (Python("raise ValueError", ""), "RuntimeError"),
        4 => (Python("open('left', 'w').write('behind'); import os; os.makedirs('a/b'); print(os.getcwd() and 1)", "1"), "Accepted"),
        5 => (Python("import subprocess; subprocess.Popen(['/bin/sleep', '600']); print(1)", "1"), "Accepted"),
        < 10 => (Code("nodejs", $"console.log({i} * 2)", $"{i * 2}"), "Accepted"),
        < 40 => (Python($"print(sum(range({i})))", $"{(long)i * (i - 1) / 2}"), "Accepted"),
        < 50 => (Python($"print({i})", $"{i + 1}"), "WrongAnswer"),
        < 75 => (Math($"\\frac{{{i}}}{{2}}", $"{i}/2"), "Accepted"),
        < 90 => (Math($"{i}", $"{i + 1}"), "WrongAnswer"),
        _ => (new JsonObject { ["type"] = "exact", ["answer"] = $" {i} ", ["expected"] = $"{i}" }, "Accepted"),
    };

    private static JsonObject Python(string code, string expected, JsonObject? limits = null) => Code("python", code, expected, limits);

    private static JsonObject Code(string language, string code, string expected, JsonObject? limits = null) => new()
    {
        ["type"] = "code", ["language"] = language, ["code"] = code, ["limits"] = limits ?? [],
        ["tests"] = new JsonArray(new JsonObject { ["input"] = "", ["expected"] = expected }),
    };

    private static JsonObject Math(string answer, string expected) => new() { ["type"] = "math", ["answer"] = answer, ["expected"] = expected };

    /// <summary>In batches and one by one, in turn; gives back every check that was not answered as it must be.</summary>
    private static async Task<IReadOnlyCollection<string>> AskAsync(string url, IReadOnlyList<(JsonObject Check, string Verdict)> checks)
    {
        var wrong = new ConcurrentQueue<string>();
        await Parallel.ForEachAsync(checks.Chunk(InBatch).Index(), new ParallelOptions { MaxDegreeOfParallelism = 3 }, async (part, cancellation) =>
        {
            var answers = part.Index % 2 == 0 ? await BatchAsync(url, part.Item, cancellation) : await OneByOneAsync(url, part.Item, cancellation);
            foreach (var (i, (check, verdict)) in part.Item.Index())
            {
                if (answers[i].GetProperty("verdict").GetString() != verdict) wrong.Enqueue($"{check.ToJsonString()} is {verdict}: {answers[i]}");
            }
        });
        return wrong;
    }

    private static async Task<IReadOnlyList<JsonElement>> BatchAsync(string url, IReadOnlyList<(JsonObject Check, string)> checks, CancellationToken cancellation)
    {
        var text = await PostAsync($"{url}/v1/verify:batch", new JsonObject { ["checks"] = new JsonArray([.. checks.Select(each => each.Check.DeepClone())]) }, cancellation);
        return [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonElement.Parse(line)).OrderBy(line => line.GetProperty("index").GetInt32())];
    }

    private static async Task<IReadOnlyList<JsonElement>> OneByOneAsync(string url, IReadOnlyList<(JsonObject Check, string)> checks, CancellationToken cancellation)
    {
        var answers = new List<JsonElement>();
        foreach (var (check, _) in checks) answers.Add(JsonElement.Parse(await PostAsync($"{url}/v1/verify", check, cancellation)));
        return answers;
    }

    private static async Task<string> PostAsync(string url, JsonObject body, CancellationToken cancellation)
    {
        using var content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var answer = await Http.PostAsync(url, content, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        Assert.True(answer.IsSuccessStatusCode, text);
        return text;
    }

    /// <summary>Once nothing runs and what a box was made of is gone: the same twice in a row.</summary>
    private static async Task<Tree> RestingAsync(string url, int process)
    {
        Tree? last = null;
        await Wait.UntilAsync(async () =>
        {
            var busy = JsonElement.Parse(await Http.GetStringAsync($"{url}/health")).GetProperty("busy").GetInt32();
            var now = Tree.Of(process);
            var rests = busy == 0 && last is { } before && (before.Processes, before.Files, before.Groups) == (now.Processes, now.Files, now.Groups);
            last = now;
            return rests;
        }, "it does not come to rest");
        return last!;
    }
}
