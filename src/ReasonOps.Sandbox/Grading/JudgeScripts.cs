using System.Collections.Frozen;
using System.Text;
using System.Text.Json.Serialization;
using ReasonOps.Sandbox.Languages;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Grading;

/// <summary>The two ends of the stream between a program and its judge, in the language of both.</summary>
internal sealed record JudgeScripts(string Ending, ReadOnlyMemory<byte> ProgramEnd, ReadOnlyMemory<byte> JudgeEnd)
{
    private static readonly FrozenDictionary<string, JudgeScripts> ByLanguage =
        new[] { ("python", "py"), ("nodejs", "js") }.ToFrozenDictionary(one => one.Item1, one => Of(one.Item2));

    /// <summary>What the judge itself needs beside what it is given.</summary>
    private static readonly RunLimits JudgeNeeds = new()
    {
        Cpu = TimeSpan.Zero, Wall = TimeSpan.Zero, Memory = 256L << 20, Processes = 48, Files = 4L << 20, FileCount = 64,
    };

    public static JudgeScripts? For(Language language) => ByLanguage.GetValueOrDefault(language.Name);

    public RunRequest Program(Language language, string code, RunLimits limits) => new()
    {
        Files = [new BoxFile(language.File, Encoding.UTF8.GetBytes(code)), new BoxFile($"reasonops_program.{Ending}", ProgramEnd)],
        Steps = [language.Step($"reasonops_program.{Ending}", [], default, limits)],
    };

    public RunRequest Judge(Language language, AssertTests tests, RunLimits limits) => new()
    {
        Files = [new BoxFile($"tests.{Ending}", Encoding.UTF8.GetBytes(tests.Code)), new BoxFile($"reasonops_judge.{Ending}", JudgeEnd)],
        Steps =
        [
            language.Step($"reasonops_judge.{Ending}", tests.EntryPoint is { } entry ? [entry] : [], default, Floors.AtLeast(limits, JudgeNeeds)),
        ],
    };

    // Each end is one file in its box, so that nothing of it is imported by a name that a program could take.
    private static JudgeScripts Of(string ending)
    {
        string[] judge = ending == "py" ? ["wire", "handles", "values", "names", "judge"] : ["wire", "judge"];
        return new JudgeScripts(ending, One("wire", "program"), One(judge));

        byte[] One(params IEnumerable<string> parts) => [.. parts.SelectMany(part => Resource($"{part}.{ending}"))];
    }

    private static byte[] Resource(string name)
    {
        using var stream = typeof(JudgeScripts).Assembly.GetManifestResourceStream($"Judges/{name}")!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}

/// <summary>What a judge writes.</summary>
internal sealed record JudgeVerdict(string Verdict, string Message);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(JudgeVerdict))]
internal sealed partial class JudgeJson : JsonSerializerContext;
