using System.Text.Json;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Tests.Children;

namespace ReasonOps.Cli.Tests.EndToEnd;

/// <summary>Samples of the arithmetic model, recorded once; and other problems, that no sample is of.</summary>
public sealed class TunedServiceTests : IDisposable
{
    private static readonly string Data = Path.Combine(Repository.Root, "tests/ReasonOps.Cli.Tests/Data");

    private readonly Scratch _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Fact]
    public async Task What_tune_recommends_a_fresh_service_meets_on_other_problems()
    {
        var tuned = await Child.RunAsync("tune", "--samples", Path.Combine(Data, "arithmetic-samples.jsonl"), "--target-accuracy", "0.85", "-o", "json");
        Assert.True(tuned.Code == ExitCode.Done, tuned.Errors);
        using var result = JsonDocument.Parse(tuned.Out);
        var recommendation = result.RootElement.GetProperty("recommendation");
        var expected = recommendation.GetProperty("expected");

        var row = await EvaluateAsync(recommendation.GetProperty("yaml").GetString()!);

        var accuracy = row.GetProperty("accuracy").GetDouble();
        // 95 % of such runs of so many problems lie so near to the truth, which is in the interval.
        var chance = 1.96 * Math.Sqrt(accuracy * (1 - accuracy) / row.GetProperty("problems").GetInt32());
        Assert.InRange(accuracy, expected.GetProperty("low").GetDouble() - chance, expected.GetProperty("high").GetDouble() + chance);
        Assert.InRange(row.GetProperty("tokensSpent").GetDouble() / expected.GetProperty("tokens").GetDouble(), 0.6, 1.6);
        Assert.Equal(recommendation.GetProperty("chosen").GetProperty("strategy").GetString(), row.GetProperty("strategy").GetString());
    }

    [Fact]
    public async Task What_evaluate_records_tune_reads()
    {
        var (problems, record) = (_scratch.Write("p.jsonl", """
            {"prompt": "2+3=", "answer": "5"}
            {"prompt": "12+7*8-5=", "answer": "63"}
            """), _scratch.PathOf("samples.jsonl"));

        var evaluated = await Child.RunAsync("eval", "-f", Manifest("strategy: {kind: SingleChain}\n"), "--problems", problems, "--record", record, "--samples", "4");
        var tuned = await Child.RunAsync("tune", "--samples", record, "--max-tokens", "1000", "-o", "json");

        Assert.True(evaluated.Code == ExitCode.Done, evaluated.Errors);
        Assert.True(tuned.Code == ExitCode.Done, tuned.Errors);
        using var first = JsonDocument.Parse((await File.ReadAllLinesAsync(record))[0]);
        Assert.Equal(("2+3=", 4), (first.RootElement.GetProperty("question").GetString(), first.RootElement.GetProperty("samples").GetArrayLength()));
        var sample = first.RootElement.GetProperty("samples")[0];
        Assert.Contains("2+3=", sample.GetProperty("reasoning").GetString());
        Assert.Equal(
            sample.GetProperty("tokens").GetProperty("reasoning").GetInt32() + sample.GetProperty("tokens").GetProperty("answer").GetInt32(),
            sample.GetProperty("confidence").GetArrayLength());
    }

    [Fact]
    public async Task A_service_that_runs_already_is_asked_and_recorded_through_its_api()
    {
        await using var up = Child.Start("up", "-f", Manifest("strategy: {kind: SingleChain}\n"), "--port", "0", "--secret", "my-keys=rk-tuned");
        var url = (await up.LineAsync(@"gateway +(http://[^ ]+/v1)")).Groups[1].Value;
        var (problems, key, record) = (_scratch.Write("p.jsonl", "{\"prompt\": \"2+3=\", \"answer\": \"5\"}"), _scratch.Write("key", "rk-tuned\n"), _scratch.PathOf("samples.jsonl"));

        var ended = await Child.RunAsync("eval", "--endpoint", url, "--key-file", key, "--problems", problems, "--record", record, "--samples", "2", "-o", "json");

        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        using var rows = JsonDocument.Parse(ended.Out);
        Assert.Equal(("math", 0), (rows.RootElement[0].GetProperty("tenant").GetString(), rows.RootElement[0].GetProperty("failed").GetInt32()));
        using var recorded = JsonDocument.Parse((await File.ReadAllLinesAsync(record))[0]);
        Assert.Equal(2, recorded.RootElement.GetProperty("samples").GetArrayLength());
        Assert.DoesNotContain("rk-", ended.Out + ended.Errors);
    }

    private async Task<JsonElement> EvaluateAsync(string strategy)
    {
        var ended = await Child.RunAsync(
            "evaluate", "-f", Manifest(strategy), "--problems", Path.Combine(Data, "arithmetic-problems.jsonl"), "-o", "json");
        Assert.True(ended.Code == ExitCode.Done, ended.Errors);
        using var rows = JsonDocument.Parse(ended.Out);
        return rows.RootElement[0].Clone();
    }

    /// <param name="strategy">As <c>tune</c> writes it.</param>
    private string Manifest(string strategy) => _scratch.Write("service.yaml", $$$$"""
        apiVersion: reasonops.io/v1alpha1
        kind: ReasoningService
        metadata: {name: tuned}
        spec:
          model: {name: math, uri: "embedded://arithmetic", answerFormat: {kind: Whole}}
          engine: {runtime: onnx, keyValueTokens: 8192}
          autoscaling: {minReplicas: 1, maxReplicas: 1}
          budget: {reasoningTokens: 192, answerTokens: 8, deadline: 120s, whenSpent: ForceAnswer}
          tenants:
          - {name: me, keys: {secretRef: {name: my-keys}}}
          {{{{string.Join("\n  ", strategy.TrimEnd().Split('\n'))}}}}

        """);
}
