namespace ReasonOps.Gateway.Chat;

/// <summary>What every chunk of one answer repeats.</summary>
/// <param name="Created">Unix seconds.</param>
internal sealed record AnswerHead(string Id, long Created, string Model);
