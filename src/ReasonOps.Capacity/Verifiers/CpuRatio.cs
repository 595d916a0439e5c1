namespace ReasonOps.Capacity.Verifiers;

/// <summary>How many CPU sockets stand beside how many accelerators, and how many cores a socket has.</summary>
/// <param name="Cpus">Sockets.</param>
/// <param name="Accelerators">Accelerators beside them.</param>
/// <param name="CoresPerCpu">Cores of one socket.</param>
public sealed record CpuRatio(int Cpus, int Accelerators, int CoresPerCpu)
{
    /// <summary>NVIDIA DGX H100: 8 GPUs beside two Xeon Platinum 8480C of 56 cores (DGX H100 data sheet). Other HGX boards have other CPUs.</summary>
    public static CpuRatio Hgx { get; } = new(1, 4, 56);

    /// <summary>NVIDIA GB200 NVL72: 72 GPUs beside 36 Grace CPUs of 72 cores (GB200 NVL72 data sheet).</summary>
    public static CpuRatio Gb200Nvl72 { get; } = new(1, 2, 72);

    /// <summary>AWS trn2.48xlarge: 16 Trainium2 chips beside 192 vCPUs, two to a core, on two sockets (EC2 instance types).</summary>
    public static CpuRatio Trainium2 { get; } = new(1, 8, 48);

    /// <summary>Replicas whose cores together are those beside so many accelerators, rounded up once.</summary>
    /// <param name="accelerators">0 or more.</param>
    /// <param name="coresPerReplica">1 or more.</param>
    public int ReplicasFor(int accelerators, int coresPerReplica)
    {
        var cores = (Int128)accelerators * Cpus * CoresPerCpu;
        var each = (Int128)Accelerators * coresPerReplica;
        return (int)Int128.Min((cores + each - 1) / each, int.MaxValue);
    }

    /// <summary>As <c>1:4</c>, sockets to accelerators.</summary>
    public override string ToString()
    {
        var common = (int)System.Numerics.BigInteger.GreatestCommonDivisor(Cpus, Accelerators);
        return $"{Cpus / common}:{Accelerators / common}";
    }
}
