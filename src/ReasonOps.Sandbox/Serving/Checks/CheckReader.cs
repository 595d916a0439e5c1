using System.Text.Json;
using ReasonOps.Api.Manifests;
using ReasonOps.Api.VerifierPools;
using ReasonOps.Sandbox.Grading;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Sandbox.Serving.Requests;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Serving.Checks;

/// <summary>Reads checks that this pool decides.</summary>
internal sealed class CheckReader(PoolLanguages languages, Grader grader, RunLimits limits)
{
    private static readonly string[] Types = ["math", "exact", "code", "proof"];

    /// <summary>Null, and mistakes, where it is no check.</summary>
    public Ask? Read(JsonElement element, string path, Mistakes mistakes)
    {
        var before = mistakes.Count;
        if (Fields.Of(element, path, mistakes) is not { } fields) return null;
        if (TypeOf(fields) is not { } type) return null;
        var id = fields.OptionalText("id");
        var granted = fields.Value("limits") is { } asked ? LimitsReader.Read(asked, fields.Path("limits"), limits, mistakes) : limits;
        (Check check, var language) = type switch
        {
            "math" => (Math(fields, mistakes), ""),
            "exact" => (Exact(fields), ""),
            "code" => Code(fields, mistakes),
            _ => Proof(fields),
        };
        fields.Close();
        // As "tests: asserts are for python".
        if (mistakes.Count == before && grader.Refusal(check)?.Split(": ", 2) is [var field, var what]) fields.Wrong(field, what);
        return mistakes.Count == before ? new Ask(check, type, language, granted, id) : null;
    }

    private static string? TypeOf(Fields fields)
    {
        if (fields.OptionalText("type", missing: () => fields.Wrong("type", $"is required; give {string.Join(", ", Types)}")) is not { } type) return null;
        if (Types.Contains(type)) return type;
        var wayOut = Spelling.Closest(type, Types) is { } meant ? $"did you mean {meant}?" : $"there are {string.Join(", ", Types)}";
        fields.Wrong("type", $"\"{(type.Length <= 60 ? type : type[..60] + "...")}\" is not a type of check; {wayOut}");
        return null;
    }

    private MathCheck Math(Fields fields, Mistakes mistakes)
    {
        RequireMath(fields);
        var check = new MathCheck(fields.Text("answer"), fields.Text("expected"));
        return fields.Value("options") is { } options ? check with { Options = OptionsReader.Read(options, fields.Path("options"), mistakes) } : check;
    }

    private ExactCheck Exact(Fields fields)
    {
        RequireMath(fields);
        return new ExactCheck(fields.Text("answer"), fields.Text("expected"));
    }

    private (Check, string) Code(Fields fields, Mistakes mistakes)
    {
        var name = fields.Text("language");
        var language = languages.Program(name);
        if (language is null && name.Length > 0) fields.Wrong("language", languages.Refusal(name));
        return (new CodeCheck(language?.Name ?? name, fields.Text("code"), TestsReader.Read(fields, mistakes)), language?.Name ?? "");
    }

    private (Check, string) Proof(Fields fields)
    {
        var name = fields.Text("system");
        var system = languages.Prover(name)?.Name;
        if (system is null && name.Length > 0) fields.Wrong("system", languages.Refusal(name));
        return (new ProofCheck(system ?? name, fields.Text("statement"), fields.Text("proof"), fields.OptionalText("preamble") ?? ""), system ?? "");
    }

    private void RequireMath(Fields fields)
    {
        if (!languages.Decides(CheckKind.Math)) fields.Wrong("type", $"this pool does not compare answers; it decides {languages.Decided}");
    }
}
