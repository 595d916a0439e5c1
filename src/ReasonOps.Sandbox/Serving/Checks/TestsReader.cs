using System.Text.Json;
using ReasonOps.Sandbox.Serving.Requests;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Serving.Checks;

/// <summary>
/// A program's tests: an array of <c>{"input", "expected"}</c> for standard input and output, or an object <c>{"code", "entry_point"}</c> for
/// asserts in the program's language.
/// </summary>
internal static class TestsReader
{
    private const int MostCases = 1000;

    private static readonly CodeTests None = new StdioTests([]);

    public static CodeTests Read(Fields check, Mistakes mistakes)
    {
        switch (check.Value("tests"))
        {
            case { ValueKind: JsonValueKind.Array } cases:
                return Cases(check, [.. cases.EnumerateArray()], mistakes);
            case { ValueKind: JsonValueKind.Object } asserts:
                return Asserts(Fields.Of(asserts, check.Path("tests"), mistakes)!);
            case { } other:
                check.Wrong("tests", $"must be an array of {{input, expected}} or an object {{code, entry_point}}, not {Fields.Shown(other)}");
                return None;
            default:
                check.Wrong("tests", "is required; give an array of {input, expected}, or an object {code, entry_point}");
                return None;
        }
    }

    private static CodeTests Cases(Fields check, IReadOnlyList<JsonElement> cases, Mistakes mistakes)
    {
        if (cases.Count is > 0 and <= MostCases) return new StdioTests([.. cases.Select((each, i) => Case(each, $"{check.Path("tests")}[{i}]", mistakes))]);
        check.Wrong("tests", $"has {cases.Count} cases; give 1 to {MostCases}");
        return None;
    }

    private static StdioCase Case(JsonElement element, string path, Mistakes mistakes)
    {
        if (Fields.Of(element, path, mistakes) is not { } fields) return new StdioCase("", "");
        var read = new StdioCase(fields.OptionalText("input") ?? "", fields.Text("expected"));
        fields.Close();
        return read;
    }

    private static AssertTests Asserts(Fields fields)
    {
        var tests = new AssertTests(fields.Text("code"), fields.OptionalText("entry_point"));
        fields.Close();
        return tests;
    }
}
