namespace ReasonOps.OpenAi.Client;

/// <summary>A stream ended before its choices did.</summary>
public sealed class BrokenStreamException(string message) : IOException(message);

/// <summary>A 2xx answer that is not what the API promises.</summary>
public sealed class MalformedResponseException(string message, Exception? inner = null) : IOException(message, inner);
