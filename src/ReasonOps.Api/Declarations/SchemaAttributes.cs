using System.Text.Json.Nodes;

namespace ReasonOps.Api.Declarations;

/// <summary>What a server fills in where the field is left out; only where that means what leaving it out meant.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class FilledInAttribute(object value) : Attribute
{
    public object Value => value;

    internal JsonNode Node => value switch
    {
        bool truth => truth,
        int whole => whole,
        double number => number,
        _ => (string)value,
    };
}

/// <summary>A list whose items are told apart, and merged, by these fields.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class KeyedByAttribute(params string[] keys) : Attribute
{
    public IReadOnlyList<string> Keys => keys;
}

/// <summary>A list in which nothing stands twice.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class DistinctAttribute : Attribute;

/// <summary>
/// A rule between fields, in CEL, for API servers of 1.25 and later; its twin for everyone else is in <c>Validation</c>.
/// A rule reads what it can with <c>has()</c>, and every text and list it reads has a most.
/// </summary>
/// <param name="rule">Of <c>self</c>; true where nothing is wrong.</param>
/// <param name="message">What must be, with the way out.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public class RuleAttribute(string rule, string message) : Attribute
{
    public string Rule => rule;

    public string Message => message;
}

/// <summary>A rule of a service: what some strategies need, wherever the service or a tenant names one.</summary>
/// <param name="kinds">A list of strategies, in CEL.</param>
/// <param name="has">That what they need is there, in CEL.</param>
/// <param name="message">What must be, with the way out.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class NeedsAttribute(string kinds, string has, string message) : RuleAttribute(
    $"({has}) || !((has(self.strategy) && self.strategy.kind in {kinds}) || self.tenants.exists(tenant, (has(tenant.strategy) && tenant.strategy in {kinds})"
    + $" || (has(tenant.strategies) && tenant.strategies.exists(kind, kind in {kinds}))))",
    message);
