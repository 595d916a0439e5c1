namespace ReasonOps.Tuning.Samples;

/// <summary>What a record may hold: it comes from outside, and all that is kept of it is in memory at once.</summary>
/// <param name="LineBytes">Of one question with all its samples.</param>
/// <param name="Questions">In all.</param>
/// <param name="Samples">Of one question.</param>
/// <param name="KeptBytes">Of everything that is kept, estimated.</param>
/// <param name="Errors">As many are told at once.</param>
public sealed record SampleLimits(
    int LineBytes = 64 << 20, int Questions = 1_000_000, int Samples = 4096, long KeptBytes = 1L << 30, int Errors = 20);

/// <param name="Line">From 1.</param>
/// <param name="Message">The field, its value, and what would be right.</param>
public sealed record SampleError(int Line, string Message)
{
    public override string ToString() => $"line {Line}  {Message}";
}

/// <summary>A record that cannot be used; tells every mistake, as far as <see cref="SampleLimits.Errors"/>.</summary>
public sealed class InvalidSamplesException(IReadOnlyList<SampleError> errors) : Exception(string.Join('\n', errors))
{
    public IReadOnlyList<SampleError> Errors => errors;
}
