namespace ReasonOps.Capacity.Devices;

/// <summary>One device, by its vendor's data sheet.</summary>
/// <param name="Name">As a manifest's <c>preset</c> says it.</param>
/// <param name="Memory">Bytes; 1 GB = 1e9.</param>
/// <param name="Bandwidth">Bytes of its memory a second.</param>
/// <param name="Flops">Dense operations a second in 16 bits.</param>
public sealed record Accelerator(string Name, double Memory, double Bandwidth, double Flops)
{
    /// <summary>Dense operations a second in 8-bit floats; null where it has none, and computes in 16 bits what is kept in 8.</summary>
    public double? Flops8 { get; init; }

    /// <summary>Dense operations a second in 4-bit floats; null where it has none.</summary>
    public double? Flops4 { get; init; }

    /// <param name="bits">Of the numbers that are multiplied.</param>
    /// <returns>Dense operations a second in the narrowest unit that is as wide.</returns>
    public double FlopsAt(double bits) => bits switch
    {
        <= 4 => Flops4 ?? Flops8 ?? Flops,
        <= 8 => Flops8 ?? Flops,
        _ => Flops,
    };
}
