namespace ReasonOps.Api.Declarations;

/// <summary>A field that stays as it was made: what is on disk already follows from it. No reader of one manifest can tell; API servers of 1.25 and later do.</summary>
/// <param name="field">Of the type that this stands over.</param>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true)]
public sealed class LastsAttribute(string field) : RuleAttribute(
    $"has(self.{field}) == has(oldSelf.{field}) && (!has(self.{field}) || self.{field} == oldSelf.{field})",
    $"{field} cannot be changed: what is drawn already follows from it; make another job with an output of its own");
