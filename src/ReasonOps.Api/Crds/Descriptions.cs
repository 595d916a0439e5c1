using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace ReasonOps.Api.Crds;

/// <summary>Doc comments as the plain words of <c>kubectl explain</c>.</summary>
/// <param name="documentation">What the compiler writes beside the assembly: <c>ReasonOps.Api.xml</c>.</param>
internal sealed partial class Descriptions(XDocument documentation)
{
    private readonly Dictionary<string, XElement> _members = documentation.Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    /// <summary>Null where nobody wrote any.</summary>
    public string? Of(PropertyInfo property) => Summary($"P:{property.DeclaringType!.FullName}.{property.Name}");

    public string? Of(Type type) => Summary($"T:{type.FullName}");

    public string? Of(Type type, string enumMember) => Summary($"F:{type.FullName}.{enumMember}");

    private string? Summary(string member) => Words(_members.GetValueOrDefault(member)?.Element("summary"));

    private static string? Words(XElement? element)
    {
        if (element is null)
            return null;
        var text = new StringBuilder();
        foreach (var node in element.Nodes())
            text.Append(node switch { XText plain => plain.Value, XElement inner => Words(inner.Name.LocalName, inner), _ => "" });
        var words = Blanks().Replace(text.ToString(), " ").Trim();
        return words.Length == 0 ? null : words.EndsWith('.') ? words : words + ".";
    }

    private static string Words(string tag, XElement element) => tag switch
    {
        "c" => Quoted(element.Value),
        "see" when element.Attribute("cref") is { } reference => Named(reference.Value),
        _ => element.Value,
    };

    private static string Quoted(string code) => code.StartsWith('"') ? code : $"\"{code}\"";

    /// <summary>A property by the name of its field, a type by its own.</summary>
    private static string Named(string reference)
    {
        var name = reference[(reference.LastIndexOf('.') + 1)..];
        return reference.StartsWith("P:", StringComparison.Ordinal) ? JsonNamingPolicy.CamelCase.ConvertName(name) : name;
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
