using System.Text.Json.Serialization;

namespace ReasonOps.OpenAi.Errors;

/// <summary>The body of every answer that is not 2xx: <c>{"error": {"message", "type", "param", "code"}}</c>.</summary>
public sealed record ErrorBody(ApiError Error);

/// <param name="Message">For a person: what was wrong, with the value, and what would be right.</param>
/// <param name="Type">The family, as <c>invalid_request_error</c>.</param>
/// <param name="Param">The field at fault, as <c>messages[0].content</c>.</param>
/// <param name="Code">For a program, as <c>model_not_found</c>.</param>
public sealed record ApiError(
    string Message,
    string Type,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Param,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Code);
