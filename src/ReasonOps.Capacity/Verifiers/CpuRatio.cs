namespace ReasonOps.Capacity.Verifiers;

/// <summary>How many CPU sockets stand beside how many accelerators, and how many cores a socket has.</summary>
/// <param name="Cpus">Sockets.</param>
/// <param name="Accelerators">Accelerators beside them.</param>
/// <param name="CoresPerCpu">Cores of one socket.</param>
public sealed record CpuRatio(int Cpus, int Accelerators, int CoresPerCpu);
