using System.Diagnostics;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Manifests;

namespace ReasonOps.Api.Tests.Manifests;

public class AnyTextTests
{
    private static readonly Config Many = Config.QuickThrowOnFailure.WithMaxTest(500);

    // Pieces that make a parser's life hard when they stand in the wrong place.
    private static readonly string[] Shards =
    [
        "\n", "\n  ", "\t", ": ", "- ", "? ", "[", "]", "{", "}", ",", "&a ", "*a", "!!str ", "!x ", "|", ">", "'", "\"", "#", "---\n", "...\n", "%YAML 1.2\n", "\0", "\uFEFF",
        "\ud800", "<<: ", "null", "~", "yes", "-1", "1e999", ".inf", "99999999999999999999", "kind: ReasoningService\n", "spec:\n", "tenants:\n", "\u2028", "\x85", "\\", "@", "`",
    ];

    [Fact]
    public void No_text_makes_the_reader_throw() =>
        Prop.ForAll<string>(text => AnswersSomething(text ?? "")).Check(Many);

    [Fact]
    public void No_jumble_of_yaml_makes_the_reader_throw()
    {
        var jumble = Gen.ArrayOf(Gen.Elements(Shards)).Select(shards => string.Concat(shards));
        Prop.ForAll(jumble.ToArbitrary(), AnswersSomething).Check(Many);
    }

    [Fact]
    public void No_damage_to_a_right_manifest_makes_the_reader_throw()
    {
        var damaged =
            from at in Gen.Choose(0, BadManifestTests.Right.Length)
            from length in Gen.Choose(0, 40)
            from shards in Gen.ArrayOf(Gen.Elements(Shards), 3)
            select BadManifestTests.Right[..at] + string.Concat(shards) + BadManifestTests.Right[Math.Min(BadManifestTests.Right.Length, at + length)..];
        Prop.ForAll(damaged.ToArbitrary(), AnswersSomething).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));
    }

    [Fact]
    public void Every_value_replaced_by_every_kind_of_value_still_gets_an_answer()
    {
        string[] kinds = ["~", "5", "-5", "0", "1e300", "yes", "text", "''", "[]", "[~]", "[[]]", "[1]", "{}", "{a: 1}", "[{}]", "9999999999", "2147483647", "24h", "1e-300"];
        var lines = BadManifestTests.Right.Split('\n');
        foreach (var (line, i) in lines.Select((line, i) => (line, i)))
        {
            foreach (var kind in kinds)
            {
                var colon = line.IndexOf(':', StringComparison.Ordinal);
                if (colon > 0)
                    AnswersSomething(string.Join('\n', [.. lines[..i], $"{line[..colon]}: {kind}", .. lines[(i + 1)..]]));
            }
        }
    }

    [Theory]
    [InlineData("", 1, "holds no document; a manifest starts with apiVersion: reasonops.io/v1alpha1 and kind: ReasoningService")]
    [InlineData("# nothing\n---\n", 1, "holds no document; a manifest starts with apiVersion: reasonops.io/v1alpha1 and kind: ReasoningService")]
    [InlineData("hello", 1, "the text \"hello\" stands where an object was expected, with apiVersion, kind, metadata and spec")]
    [InlineData("\n- a\n", 2, "a list stands where an object was expected, with apiVersion, kind, metadata and spec")]
    [InlineData("spec:\n\tmodel: x\n", 2, "indented by a tab; YAML takes spaces only")]
    [InlineData("a: *b\n", 1, "not readable as YAML: *b names no anchor above it")]
    [InlineData("a: &a [*a]\n", 1, "not readable as YAML: *a names no anchor above it")]
    public void Text_that_is_no_manifest_is_told_so(string text, int line, string message) =>
        Assert.Equal([new ManifestError(line, "", message)], ManifestReader.Read(text).Errors);

    [Fact]
    public void A_document_nested_too_deep_is_refused() =>
        Assert.Equal("not readable as YAML: nested deeper than 32 levels", Assert.Single(ManifestReader.Read(new string('[', 100_000)).Errors).Message);

    [Fact]
    public void A_document_that_is_too_large_is_refused() =>
        Assert.Equal("1048577 characters; a manifest has at most 1048576", Assert.Single(ManifestReader.Read(new string('a', (1 << 20) + 1)).Errors).Message);

    [Fact]
    public void Aliases_that_multiply_without_end_are_refused_at_once()
    {
        var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (var i = 1; i < 20; i++)
            text.Append($"a{i}: &a{i} [{string.Join(", ", Enumerable.Repeat($"*a{i - 1}", 10))}]\n");
        var clock = Stopwatch.StartNew();

        var error = Assert.Single(ManifestReader.Read(text.ToString()).Errors);

        Assert.Equal("not readable as YAML: more than 50000 values, aliases expanded", error.Message);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void A_large_document_of_mistakes_is_answered_in_seconds_with_the_first_of_them()
    {
        var text = BadManifestTests.Right + string.Concat(Enumerable.Range(0, 12_000).Select(i => $"  unknown{i}: [1, 2]\n"));
        var clock = Stopwatch.StartNew();

        var errors = ManifestReader.Read(text).Errors;

        Assert.Equal(ManifestReader.MostErrors + 1, errors.Count);
        Assert.Equal("and 11800 more mistakes", errors[^1].Message);
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void Anchors_are_read()
    {
        var text = BadManifestTests.Right
            .Replace("{requestsPerMinute: 60}", "&same {requestsPerMinute: 60}", StringComparison.Ordinal) + "  - never\n";
        text = text.Replace("  - never\n", "", StringComparison.Ordinal).Replace("  autoscaling:", "  - name: third\n    keys: {secretRef: {name: third-keys}}\n    limits: *same\n  autoscaling:", StringComparison.Ordinal);

        Assert.Equal(60, Assert.Single(ManifestReader.Read(text).Services).Spec.Tenants[2].Limits!.RequestsPerMinute);
    }

    [Fact]
    public void Several_documents_are_read_and_each_keeps_its_lines()
    {
        var other = BadManifestTests.Right.Replace("name: math", "name: code", StringComparison.Ordinal);

        Assert.Equal(["math", "code"], ManifestReader.Read($"{BadManifestTests.Right}---\n{other}").Services.Select(service => service.Metadata.Name));
        Assert.Equal(
            [new ManifestError(27, "metadata.name", "\"math\" is also the name of the service on line 1")],
            ManifestReader.Read($"{BadManifestTests.Right}---\n{BadManifestTests.Right}").Errors);
        Assert.Equal(
            [new ManifestError(48, "spec.tenants[1].votes.max", "3 is below votes.default 5; raise max to 5 or lower default")],
            ManifestReader.Read($"{BadManifestTests.Right}---\n{other.Replace("max: 8", "max: 3", StringComparison.Ordinal)}").Errors);
    }

    private static bool AnswersSomething(string text)
    {
        var result = ManifestReader.Read(text);
        Assert.All(result.Errors, error => Assert.True(error.Line >= 1 && error.Message.Length > 0 && !error.ToString().Contains('\n', StringComparison.Ordinal)));
        Assert.Equal(result.IsValid, result.Errors.Count == 0);
        Assert.True(!result.IsValid || result.Services.Count > 0);
        return true;
    }
}
