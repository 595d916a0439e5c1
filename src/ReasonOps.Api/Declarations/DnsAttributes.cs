using System.Text.Json.Nodes;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.Declarations;

/// <summary>A DNS-1123 label.</summary>
public sealed class DnsLabelAttribute(int most = Rules.LabelLength) : FieldRuleAttribute
{
    public int Most => most;

    internal override void Check(Field at, object value) => at.Label((string)value, most);

    internal override void Describe(JsonObject schema) => (schema["maxLength"], schema["pattern"]) = (most, Rules.LabelText);
}

/// <summary>A DNS-1123 subdomain: labels with dots between.</summary>
public sealed class DnsNameAttribute : FieldRuleAttribute
{
    /// <summary>Whether the first label may be <c>*</c>.</summary>
    public bool Wildcard { get; set; }

    internal override void Check(Field at, object value)
    {
        var name = (string)value;
        at.Subdomain(Wildcard && name.StartsWith("*.", StringComparison.Ordinal) ? name[2..] : name);
    }

    internal override void Describe(JsonObject schema) =>
        (schema["maxLength"], schema["pattern"]) = (Rules.SubdomainLength, Wildcard ? $@"^(\*\.)?{Rules.SubdomainText[1..]}" : Rules.SubdomainText);
}
