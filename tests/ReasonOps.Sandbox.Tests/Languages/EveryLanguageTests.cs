using System.Text;
using ReasonOps.Sandbox.Tests.Grading;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Tests.Languages;

/// <summary>What each language that this machine has does with a program that reads, one that cannot be read and one that fails.</summary>
[Collection(GraderCollection.Name)]
public sealed class EveryLanguageTests(SharedGrader shared)
{
    public sealed record Sample(string Reads, string Unreadable, string Fails)
    {
        public Verdict UnreadableVerdict { get; init; } = Verdict.CompileError;
    }

    private static readonly Dictionary<string, Sample> Samples = new()
    {
        ["python"] = new("print('hello ' + input())", "print('hello'", "import sys\nsys.exit(3)"),
        ["nodejs"] = new("console.log('hello ' + require('fs').readFileSync(0, 'utf8').trim())", "console.log('hello'", "throw new Error('no')"),
        ["c"] = new("#include <stdio.h>\nint main() { char s[99]; scanf(\"%98s\", s); printf(\"hello %s\\n\", s); return 0; }", "int main( {", "#include <stdlib.h>\nint main() { abort(); }"),
        ["cpp"] = new("#include <iostream>\nint main() { std::string s; std::cin >> s; std::cout << \"hello \" << s << std::endl; }", "int main() { return x; }", "#include <stdexcept>\nint main() { throw std::runtime_error(\"no\"); }"),
        ["csharp"] = new("Console.WriteLine(\"hello \" + Console.ReadLine());", "Console.WriteLine(x);", "throw new InvalidOperationException(\"no\");"),
        ["bash"] = new("read name; echo \"hello $name\"", "if then", "exit 3"),
        ["java"] = new("public class Solution { public static void main(String[] a) { System.out.println(\"hello \" + new java.util.Scanner(System.in).next()); } }", "class Main {", "class Main { public static void main(String[] a) { throw new RuntimeException(\"no\"); } }"),
        ["go"] = new("package main\nimport \"fmt\"\nfunc main() { var s string; fmt.Scan(&s); fmt.Println(\"hello\", s) }", "package main\nfunc main() { x }", "package main\nfunc main() { panic(\"no\") }"),
        ["rust"] = new("fn main() { let mut s = String::new(); std::io::stdin().read_line(&mut s).unwrap(); println!(\"hello {}\", s.trim()); }", "fn main() { x }", "fn main() { panic!() }"),
        ["perl"] = new("my $s = <STDIN>; chomp $s; print \"hello $s\\n\";", "print (", "die 'no';"),
        ["ocaml"] = new("let () = print_endline (\"hello \" ^ read_line ())", "let () = (", "let () = failwith \"no\"") { UnreadableVerdict = Verdict.RuntimeError },
        ["sql"] = new("select 'hello box';", "selec 1;", "select * from missing;") { UnreadableVerdict = Verdict.RuntimeError },
    };

    [Theory]
    [InlineData("python"), InlineData("nodejs"), InlineData("c"), InlineData("cpp"), InlineData("csharp"), InlineData("bash"), InlineData("java"), InlineData("go"), InlineData("rust"), InlineData("perl"), InlineData("ocaml"), InlineData("sql")]
    public async Task A_language_that_is_here_reads_refuses_and_fails(string name)
    {
        if (shared.Languages.Find(name) is not { } language)
        {
            Assert.Contains(shared.Languages.Missing, missing => missing.Name == name);
            return;
        }
        var sample = Samples[name];
        Assert.Equal((Verdict.Accepted, ""), await VerdictAsync(name, sample.Reads));
        Assert.Equal(sample.UnreadableVerdict, (await VerdictAsync(name, sample.Unreadable)).Verdict);
        Assert.Equal(Verdict.RuntimeError, (await VerdictAsync(name, sample.Fails)).Verdict);
        Assert.Equal(Verdict.WrongAnswer, (await VerdictAsync(name, sample.Reads, expected: "bye box")).Verdict);
        var outcome = await shared.Pool.RunAsync(language.Program(sample.Reads, [], Encoding.UTF8.GetBytes("box\n"), SharedGrader.Limits), CancellationToken.None);
        Assert.Equal("hello box\n", Encoding.UTF8.GetString(outcome.Steps[^1].Output.Span));
    }

    private async Task<(Verdict Verdict, string Message)> VerdictAsync(string language, string code, string expected = "hello box")
    {
        var result = await shared.JudgeAsync(new CodeCheck(language, code, new StdioTests([new StdioCase("box\n", expected)])));
        return (result.Verdict, result.Message);
    }
}
