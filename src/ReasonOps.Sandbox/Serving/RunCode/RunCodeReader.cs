using System.Text.Json;
using ReasonOps.Sandbox.Languages;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Sandbox.Serving.Checks;
using ReasonOps.Sandbox.Serving.Requests;

namespace ReasonOps.Sandbox.Serving.RunCode;

/// <summary>A program to run.</summary>
internal sealed record Program(Language Language, RunRequest Request);

/// <summary>Reads SandboxFusion's request. Fields that it has and that mean nothing here are let be, as they are there.</summary>
internal sealed class RunCodeReader(PoolLanguages languages, RunLimits limits)
{
    private const int MostFiles = 256;

    /// <summary>Null, and mistakes, where it is no request.</summary>
    public Program? Read(JsonElement root, Mistakes mistakes)
    {
        if (Fields.Of(root, "", mistakes) is not { } fields) return null;
        var name = fields.Text("language");
        var language = languages.Program(name);
        if (language is null && name.Length > 0) fields.Wrong("language", languages.Refusal(name));
        var (code, input) = (fields.Text("code"), fields.OptionalText("stdin") ?? "");
        var granted = limits with
        {
            Wall = LimitsReader.Least(fields.Time("run_timeout"), limits.Wall),
            Memory = LimitsReader.Least(Megabytes(fields), limits.Memory),
        };
        var compilation = fields.Time("compile_timeout");
        var files = Files(fields, mistakes);
        var collect = Collect(fields, mistakes);
        if (language is null || mistakes.Count > 0) return null;
        var request = language.Program(code, files, System.Text.Encoding.UTF8.GetBytes(input), granted) with { Collect = collect };
        return new Program(language, language.Compiles ? Within(request, compilation) : request);
    }

    private static RunRequest Within(RunRequest request, TimeSpan? compilation) => request with
    {
        Steps = [.. request.Steps.Select((step, i) => i > 0 ? step : step with
        {
            Limits = step.Limits with { Wall = LimitsReader.Least(compilation, step.Limits.Wall) },
        })],
    };

    /// <summary>-1 leaves it to the pool.</summary>
    private static long? Megabytes(Fields fields) => fields.Read<long>("memory_limit_MB", "a whole number of megabytes, or -1 for what the pool grants", value =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out var megabytes) && megabytes is -1 or (> 0 and < 1 << 30)
            ? megabytes < 0 ? long.MaxValue : megabytes << 20
            : null);

    private List<BoxFile> Files(Fields fields, Mistakes mistakes)
    {
        var read = new List<BoxFile>();
        if (fields.Value("files") is not { } files) return read;
        if (files.ValueKind != JsonValueKind.Object)
        {
            fields.Wrong("files", $"must be an object of paths and contents in base64, not {Requests.Fields.Shown(files)}");
            return read;
        }
        foreach (var file in files.EnumerateObject().Where(file => file.Value.ValueKind != JsonValueKind.Null))
        {
            var path = $"files[\"{Cut(file.Name)}\"]";
            if (BoxPath.Mistake(file.Name) is { } mistake) mistakes.Add(path, mistake);
            else if (file.Value.ValueKind == JsonValueKind.String && file.Value.TryGetBytesFromBase64(out var content)) read.Add(new BoxFile(file.Name, content));
            else mistakes.Add(path, "must be its content in base64");
        }
        if (read.Count > MostFiles) fields.Wrong("files", $"has {read.Count} files; give at most {MostFiles}");
        if (read.Sum(file => (long)file.Content.Length) is var bytes && bytes > limits.Files)
            fields.Wrong("files", $"are {bytes} bytes together; a run may have {limits.Files}");
        return read;
    }

    private static List<string> Collect(Fields fields, Mistakes mistakes)
    {
        var paths = new List<string>();
        foreach (var (i, item) in (fields.Items("fetch_files") ?? []).Index())
        {
            var at = $"fetch_files[{i}]";
            if (Requests.Fields.TextOf(item, at, mistakes) is not { } path) continue;
            if (BoxPath.Mistake(path) is { } mistake) mistakes.Add(at, mistake);
            else paths.Add(path);
        }
        if (paths.Count > MostFiles) fields.Wrong("fetch_files", $"has {paths.Count} paths; give at most {MostFiles}");
        return paths;
    }

    private static string Cut(string text) => text.Length <= 60 ? text : text[..60] + "...";
}
