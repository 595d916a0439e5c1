namespace ReasonOps.Api.Validation;

/// <param name="Path">As <c>spec.tenants[1].votes.max</c>.</param>
/// <param name="Message">The value, what is wrong with it, and what would be right.</param>
/// <param name="Reads">Other fields that this was judged by.</param>
public sealed record FieldError(string Path, string Message, IReadOnlyList<string> Reads)
{
    public override string ToString() => $"{Path}: {Message}";
}

/// <summary>A place in the service, where errors can be left.</summary>
internal readonly record struct Field(string Path, List<FieldError> Errors)
{
    public Field this[string name] => this with { Path = $"{Path}.{name}" };

    public Field this[int index] => this with { Path = $"{Path}[{index}]" };

    public Field Entry(string key) => this with { Path = $"{Path}[{key}]" };

    public void Error(string message, params string[] reads) => Errors.Add(new FieldError(Path, message, reads));
}
