namespace ReasonOps.Api.Tests.Crds;

public class DocumentTests
{
    private const string Start = "<!-- written from the types; REASONOPS_WRITE_DOCS=1 dotnet test tests/ReasonOps.Api.Tests --filter DocumentTests writes it anew -->\n\n";

    public static TheoryData<string> Kinds => [.. Definition.All.Select(each => each.Kind.Singular)];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_document_of_the_kind_has_every_field_as_the_types_say_it(string kind)
    {
        var file = Definition.File($"docs/{kind}.md");
        var text = File.ReadAllText(file);
        var at = text.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        Assert.True(at >= Start.Length, "the place of the tables is not marked");
        var written = text[..at] + FieldTables.Write(Definition.All.Single(each => each.Kind.Singular == kind)).TrimEnd('\n') + "\n";

        if (Environment.GetEnvironmentVariable("REASONOPS_WRITE_DOCS") == "1")
            File.WriteAllText(file, written);
        Assert.True(written == File.ReadAllText(file), $"docs/{kind}.md is behind the types: {Start[5..^6]}");
    }
}
