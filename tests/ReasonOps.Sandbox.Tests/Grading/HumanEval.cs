using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using System.Text.Json.Serialization;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Tests.Grading;

/// <summary>OpenAI's 164 problems, as they are published; see Data/HumanEval.LICENSE.txt.</summary>
internal sealed record HumanEval(
    [property: JsonPropertyName("task_id")] string Id,
    [property: JsonPropertyName("prompt")] string Prompt,
    [property: JsonPropertyName("canonical_solution")] string Solution,
    [property: JsonPropertyName("test")] string Test,
    [property: JsonPropertyName("entry_point")] string EntryPoint)
{
    public static IReadOnlyList<HumanEval> All { get; } = Read();

    public CodeCheck Check(string solution) => new("python", Prompt + solution, new AssertTests(Test, EntryPoint));

    /// <summary>By problem, its solution with one change: lines of problem, position, what stands there and what takes its place.</summary>
    public static IReadOnlyDictionary<string, string> Mutants()
    {
        var solutions = All.ToDictionary(problem => problem.Id, problem => problem.Solution);
        return File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Data", "HumanEvalMutants.tsv")).Select(line => line.Split('\t'))
            .ToDictionary(change => change[0], change => Changed(solutions[change[0]], int.Parse(change[1], CultureInfo.InvariantCulture), change[2], change[3]));
    }

    private static string Changed(string solution, int at, string old, string changed)
    {
        Assert.Equal(old, solution.Substring(at, old.Length));
        return solution[..at] + changed + solution[(at + old.Length)..];
    }

    private static List<HumanEval> Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "Data", "HumanEval.jsonl.gz"));
        using var lines = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var problems = new List<HumanEval>();
        while (lines.ReadLine() is { } line) problems.Add(JsonSerializer.Deserialize<HumanEval>(line)!);
        return problems;
    }
}
