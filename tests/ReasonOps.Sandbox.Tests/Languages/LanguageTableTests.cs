using ReasonOps.Sandbox.Languages;
using ReasonOps.Sandbox.Runs;

namespace ReasonOps.Sandbox.Tests.Languages;

public sealed class LanguageTableTests
{
    private static readonly LanguageTable Table = LanguageTable.Of(new Programs(path => path is "/usr/bin/python3" or "/usr/bin/g++" or "/usr/bin/javac" or "/usr/bin/java", dotnet: null));

    [Theory]
    [InlineData("python", "python"), InlineData("Python3", "python"), InlineData("C++", "cpp"), InlineData("cpp", "cpp")]
    public void A_language_is_found_by_its_names_in_any_case(string name, string found) => Assert.Equal(found, Table.Find(name)?.Name);

    [Fact]
    public void What_is_not_installed_is_missing_and_named()
    {
        Assert.Null(Table.Find("go"));
        Assert.Contains(new MissingLanguage("go", "go"), Table.Missing);
        Assert.Contains(new MissingLanguage("csharp", "the .NET SDK"), Table.Missing);
        Assert.StartsWith("\"go\" is not available here: go is not installed; there are python, cpp", Table.Refusal("go"), StringComparison.Ordinal);
        Assert.StartsWith("\"cobol\" is not a language of this verifier; there are python", Table.Refusal("cobol"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_compiled_program_has_two_steps_and_its_compiler_has_what_it_needs()
    {
        var run = Table.Find("cpp")!.Program("int main() {}", [new BoxFile("data/in.txt", "x"u8.ToArray())], "1"u8.ToArray(), new RunLimits { Memory = 1 << 20, Wall = TimeSpan.FromSeconds(1) });
        Assert.Equal(["data/in.txt", "main.cpp"], run.Files.Select(file => file.Path));
        Assert.Equal("/usr/bin/g++", run.Steps[0].Command[0]);
        Assert.Contains("main.cpp", run.Steps[0].Command);
        Assert.True(run.Steps[0].Limits is { Memory: >= 512 << 20, Wall.TotalSeconds: > 1 });
        Assert.Equal(["./main"], run.Steps[1].Command);
        Assert.Equal((1 << 20, 1), (run.Steps[1].Limits.Memory, run.Steps[1].Limits.Wall.TotalSeconds));
        Assert.Equal(1, run.Steps[1].Input.Length);
    }

    [Fact]
    public void A_warm_program_names_its_script_only()
    {
        var step = Assert.Single(Table.Find("python")!.Program("print(1)", [], default(ReadOnlyMemory<byte>), new RunLimits()).Steps);
        Assert.Equal((WarmInterpreter.Python, "main.py"), (step.Warm, Assert.Single(step.Command)));
    }

    [Fact]
    public void A_source_wins_over_a_file_of_its_name()
    {
        var run = Table.Find("python")!.Program("print(1)", [new BoxFile("main.py", "print(2)"u8.ToArray())], default(ReadOnlyMemory<byte>), new RunLimits());
        Assert.Equal("print(1)"u8.ToArray(), Assert.Single(run.Files).Content.ToArray());
    }

    [Theory]
    [InlineData("public class Solution { }", "Solution")]
    [InlineData("import x;\n  public final class Solution2 { }", "Solution2")]
    [InlineData("class Main { }", "Main")]
    public void A_public_class_of_Java_lies_in_a_file_of_its_name(string code, string name)
    {
        var run = Table.Find("java")!.Program(code, [], default(ReadOnlyMemory<byte>), new RunLimits());
        Assert.Equal($"{name}.java", run.Files[^1].Path);
        Assert.Equal(name, run.Steps[1].Command[^1]);
    }
}
