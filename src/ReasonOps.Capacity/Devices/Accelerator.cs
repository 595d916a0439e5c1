namespace ReasonOps.Capacity.Devices;

/// <summary>One device, by its vendor's data sheet.</summary>
/// <param name="Name">As a manifest's <c>preset</c> says it.</param>
/// <param name="Memory">Bytes; 1 GB = 1e9.</param>
/// <param name="Bandwidth">Bytes of its memory a second.</param>
/// <param name="Flops">Dense operations a second in 16 bits.</param>
public sealed record Accelerator(string Name, double Memory, double Bandwidth, double Flops);
