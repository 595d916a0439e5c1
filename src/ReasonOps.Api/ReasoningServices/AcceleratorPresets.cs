namespace ReasonOps.Api.ReasoningServices;

/// <summary>Devices that can be asked for by name, with the memory their vendors give, in bytes.</summary>
public static class AcceleratorPresets
{
    private const double Gigabyte = 1e9;

    public static IReadOnlyDictionary<string, double> Memory { get; } = new Dictionary<string, double>(StringComparer.Ordinal)
    {
        ["A100-40GB"] = 40 * Gigabyte,
        ["A100-80GB"] = 80 * Gigabyte,
        ["B200-192GB"] = 192 * Gigabyte,
        ["H100-80GB"] = 80 * Gigabyte,
        ["H200-141GB"] = 141 * Gigabyte,
        ["L40S-48GB"] = 48 * Gigabyte,
        ["MI300X-192GB"] = 192 * Gigabyte,
    };

    /// <summary>In the order of the alphabet.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Memory.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Bytes of one device; null for a preset that does not exist.</summary>
    public static double? MemoryOf(AcceleratorSpec accelerator) =>
        accelerator.Memory is { } own ? (double)own.Value
        : accelerator.Preset is { } preset && Memory.TryGetValue(preset, out var bytes) ? bytes
        : null;
}
