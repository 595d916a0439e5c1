namespace ReasonOps.Kubernetes.Informers;

/// <summary>Resource versions are decimal numbers of any length; comparing two of one kind is sanctioned (KEP-5504) and was always true of etcd.</summary>
internal static class ResourceVersion
{
    /// <summary>Whether <paramref name="left"/> is surely older; false when either is no number.</summary>
    public static bool IsOlder(string? left, string? right) =>
        IsNumber(left) && IsNumber(right) && (left!.Length == right!.Length ? string.CompareOrdinal(left, right) < 0 : left.Length < right.Length);

    private static bool IsNumber(string? version) => version is { Length: > 0 } && version[0] is not '0' && version.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0;
}
