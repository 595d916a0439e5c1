using System.Text.Json.Nodes;
using ReasonOps.Api.Validation;

namespace ReasonOps.Api.Declarations;

/// <summary>
/// What a field's declaration says of its values: judged wherever a manifest is read, and written into the CRD for an API
/// server to judge before. A value that is left out breaks no rule.
/// </summary>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public abstract class FieldRuleAttribute : Attribute
{
    private protected FieldRuleAttribute() { }

    /// <summary>Of every item of a list or value of a map, rather than of the field itself.</summary>
    public bool Each { get; set; }

    internal abstract void Check(Field at, object value);

    /// <summary>Adds to the OpenAPI schema of the field (or of its items).</summary>
    internal abstract void Describe(JsonObject schema);
}
