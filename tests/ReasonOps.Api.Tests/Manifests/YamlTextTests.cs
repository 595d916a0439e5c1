using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Api.Manifests;
using YamlDotNet.RepresentationModel;

namespace ReasonOps.Api.Tests.Manifests;

public sealed class YamlTextTests
{
    private static readonly string[] Hard =
    [
        "", " ", "a ", " a", "a: b", "a #b", "#", "- x", "--x", "---", "-", "yes", "5", "1e3", "null", "~", "*a", "&a", "'", "\"", "a\nb", "a\n\nb", "\na", "a\n", "a \nb",
        "  a\nb", "a\n  b", "\t", "a\u2028b", "\u0000", "ü 🙂", "{}", "[a]", "%a", "@a", "`a", "a:", "/a", "http://*:80", "?", "|", ">", "!a", "\ufeffa", "\u0085",
        new string('x', 200), string.Join(' ', Enumerable.Repeat("word", 60)), "two  blanks " + new string('y', 150), string.Join('\n', Enumerable.Repeat("line", 40)),
    ];

    [Fact]
    public void Text_is_read_back_as_it_was_wherever_it_stands() =>
        Prop.ForAll(Trees().ToArbitrary(), tree => Assert.Equal(Told(tree), Read(YamlText.Write(tree)))).QuickCheckThrowOnFailure();

    [Fact]
    public void Lines_stay_lines_and_plain_words_stay_plain()
    {
        var text = YamlText.Write(new() { ["args"] = new JsonArray("--url", "http://*:80", "import a\nimport b"), ["size"] = "1Gi", ["none"] = new JsonArray(new JsonArray(1)) });

        Assert.Equal("args:\n- --url\n- http://*:80\n- |-\n  import a\n  import b\nsize: '1Gi'\nnone:\n- [1]\n", text);
    }

    private static Gen<JsonObject> Trees() =>
        from words in Gen.Elements(Hard).ArrayOf(4)
        from any in ArbMap.Default.GeneratorFor<NonNull<string>>()
        select new JsonObject
        {
            ["a"] = words[0],
            ["b"] = new JsonArray(words[1], new JsonObject { ["c"] = words[2], ["d"] = new JsonArray(words[3], Whole(any.Get)) }),
            [$"k{words[0]}"] = Whole(any.Get),
        };

    // Half of a surrogate pair is no text.
    private static string Whole(string text) => string.Concat(text.EnumerateRunes().Where(rune => rune.Value != 0xFFFD));

    private static string Told(JsonNode? node) => node switch
    {
        JsonObject fields => "{" + string.Join(",", fields.Select(field => $"<{field.Key}>{Told(field.Value)}")) + "}",
        JsonArray items => "[" + string.Join(",", items.Select(Told)) + "]",
        _ => $"<{node}>",
    };

    private static string Read(string yaml)
    {
        var stream = new YamlStream();
        stream.Load(new StringReader(yaml));
        return Told(stream.Documents[0].RootNode);
    }

    private static string Told(YamlNode node) => node switch
    {
        YamlMappingNode fields => "{" + string.Join(",", fields.Children.Select(field => $"<{((YamlScalarNode)field.Key).Value}>{Told(field.Value)}")) + "}",
        YamlSequenceNode items => "[" + string.Join(",", items.Children.Select(Told)) + "]",
        _ => $"<{((YamlScalarNode)node).Value}>",
    };
}
