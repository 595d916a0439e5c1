using System.Text;
using System.Text.RegularExpressions;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Languages;

/// <summary>How programs of one language are compiled and run. In commands <c>{file}</c> is the source's name and <c>{class}</c> the same without its ending.</summary>
public sealed record Language
{
    /// <summary>As SandboxFusion calls it: <c>python</c>, <c>cpp</c>, <c>nodejs</c>.</summary>
    public required string Name { get; init; }

    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>The name that the source is stored under: <c>main.py</c>.</summary>
    public required string File { get; init; }

    /// <summary>What its tools need beside the source.</summary>
    public IReadOnlyList<BoxFile> Beside { get; init; } = [];

    /// <summary>Null where nothing is compiled before it runs.</summary>
    public IReadOnlyList<string>? Compile { get; init; }

    public required IReadOnlyList<string> Run { get; init; }

    /// <summary>The prepared interpreter that runs the source in place of <see cref="Run"/>; null where there is none.</summary>
    public WarmInterpreter? Warm { get; init; }

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>What its compiler needs, however little the program may use.</summary>
    public RunLimits CompileNeeds { get; init; } = new() { Memory = 512L << 20, Files = 64L << 20 };

    /// <summary>What an empty program of it needs; a run gets no less than these processes and this memory.</summary>
    public RunLimits RunNeeds { get; init; } = new() { Memory = 0, Processes = 1 };

    /// <summary>What an interpreter writes to standard error, on its way to another exit code than 0, where it could not read the source; null where a compiler says it.</summary>
    public Regex? SyntaxError { get; init; }

    /// <summary>Whether its first step is a compilation.</summary>
    public bool Compiles => Compile is not null;

    /// <summary>A box with the source and these files: compiled where the language is, then run once.</summary>
    /// <param name="code">The program's source.</param>
    /// <param name="files">What lies beside it; the source, and what its tools need, win over files of their names.</param>
    /// <param name="input">Its standard input.</param>
    /// <param name="limits">Of the run; a compilation has at least <see cref="CompileNeeds"/>.</param>
    public RunRequest Program(string code, IReadOnlyList<BoxFile> files, ReadOnlyMemory<byte> input, RunLimits limits) =>
        Program(code, files, [input], limits);

    /// <summary>The same run once for each input, in one box.</summary>
    public RunRequest Program(string code, IReadOnlyList<BoxFile> files, IReadOnlyList<ReadOnlyMemory<byte>> inputs, RunLimits limits)
    {
        var file = FileName(code);
        return new RunRequest
        {
            Files = [.. Unlike(files, file), .. Beside, new BoxFile(file, Encoding.UTF8.GetBytes(code))],
            Steps = [.. CompileSteps(file, limits), .. inputs.Select(input => Step(file, [], input, limits))],
        };
    }

    private IEnumerable<BoxFile> Unlike(IReadOnlyList<BoxFile> files, string source) =>
        files.Where(file => file.Path != source && Beside.All(own => own.Path != file.Path));

    private IEnumerable<RunStep> CompileSteps(string file, RunLimits limits)
    {
        if (Compile is null) yield break;
        yield return new RunStep { Command = Filled(Compile, file), Environment = Environment, Limits = Floors.AtLeast(limits, CompileNeeds) };
    }

    /// <summary>One run of a source that is in the box, after its compilation where it has one.</summary>
    public RunStep Step(string file, IReadOnlyList<string> arguments, ReadOnlyMemory<byte> input, RunLimits limits) => new()
    {
        Command = [.. Warm is null ? Filled(Run, file) : [file], .. arguments],
        Warm = Warm,
        Input = input,
        Environment = Environment,
        Limits = limits with { Memory = Math.Max(limits.Memory, RunNeeds.Memory), Processes = Math.Max(limits.Processes, RunNeeds.Processes) },
    };

    /// <summary>Java wants a public class in a file of its name.</summary>
    private string FileName(string code) =>
        Name == "java" && PublicClass.Match(code) is { Success: true } found ? $"{found.Groups[1].Value}.java" : File;

    private static readonly Regex PublicClass = new(
        @"^\s{0,20}public\s{1,20}(?:(?:final|abstract|sealed|strictfp)\s{1,20}){0,3}(?:class|record|enum|interface)\s{1,20}([A-Za-z_]\w{0,100})",
        RegexOptions.Multiline | RegexOptions.CultureInvariant);

    private static IReadOnlyList<string> Filled(IReadOnlyList<string> command, string file) =>
        [.. command.Select(word => word.Replace("{file}", file, StringComparison.Ordinal).Replace("{class}", Path.GetFileNameWithoutExtension(file), StringComparison.Ordinal))];
}
