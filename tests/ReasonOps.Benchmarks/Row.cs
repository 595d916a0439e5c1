namespace ReasonOps.Benchmarks;

/// <summary>A figure.</summary>
/// <param name="Id">As <c>engine.shared_prefix_kv_ratio</c>; a later run replaces it.</param>
/// <param name="Against">What it is measured against.</param>
public sealed record Row(string Id, double Value, string Unit, string Against, string Note);
