namespace ReasonOps.Kubernetes.Informers;

/// <summary>Decimal numbers of any length. That two of one kind may be compared was always so with etcd, and is promised since KEP-5504.</summary>
internal static class ResourceVersion
{
    /// <summary>Whether <paramref name="left"/> is surely older; false when either is no number.</summary>
    public static bool IsOlder(string? left, string? right) =>
        IsNumber(left) && IsNumber(right) && (left!.Length == right!.Length ? string.CompareOrdinal(left, right) < 0 : left.Length < right.Length);

    private static bool IsNumber(string? version) =>
        version is { Length: > 0 } && version[0] is not '0' && version.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
}
