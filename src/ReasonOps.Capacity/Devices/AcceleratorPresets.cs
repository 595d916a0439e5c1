namespace ReasonOps.Capacity.Devices;

/// <summary>
/// Devices that are known by name. Operations are dense: half of what a data sheet gives "with sparsity". No prices: they differ by a factor of five
/// between clouds, contracts and months, so the one who asks says what an hour costs.
/// </summary>
public static class AcceleratorPresets
{
    /// <summary>In the order of the alphabet.</summary>
    public static IReadOnlyList<Accelerator> All { get; } =
    [
        // NVIDIA A100 data sheet: PCIe with 40 GB, SXM with 80 GB.
        new("A100-40GB", 40e9, 1.555e12, 312e12),
        new("A100-80GB", 80e9, 2.039e12, 312e12),

        // NVIDIA HGX B200 data sheet, 8 TB/s a GPU; 192 GB are on it, of which a DGX B200 shows 180 to its users.
        new("B200-192GB", 192e9, 8e12, 2.25e15) { Flops8 = 4.5e15, Flops4 = 9e15 },

        // NVIDIA GB200 NVL72 data sheet, one of its 72 GPUs: 13.4 TB and 576 TB/s are the rack's.
        new("GB200-NVL72", 186e9, 8e12, 2.5e15) { Flops8 = 5e15, Flops4 = 10e15 },

        // NVIDIA H100 and H200 data sheets, SXM.
        new("H100-80GB", 80e9, 3.35e12, 989.5e12) { Flops8 = 1.979e15 },
        new("H200-141GB", 141e9, 4.8e12, 989.5e12) { Flops8 = 1.979e15 },

        // NVIDIA L40S data sheet.
        new("L40S-48GB", 48e9, 864e9, 362e12) { Flops8 = 733e12 },

        // AMD Instinct MI300X data sheet.
        new("MI300X-192GB", 192e9, 5.3e12, 1.3074e15) { Flops8 = 2.6149e15 },

        // Google Cloud, system architecture of TPU v5e and v6e; their 8-bit units are for integers.
        new("TPU-v5e", 16e9, 819e9, 197e12),
        new("TPU-v6e", 32e9, 1.638e12, 918e12),

        // AWS, Trainium2 in the architecture pages of Neuron.
        new("Trainium2", 96e9, 2.9e12, 667e12) { Flops8 = 1.299e15 },
    ];

    /// <summary>In the order of the alphabet.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(each => each.Name)];

    /// <summary>Null for a name that is not known.</summary>
    public static Accelerator? Find(string name) => All.FirstOrDefault(each => each.Name == name);
}
