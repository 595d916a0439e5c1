namespace ReasonOps.Inference.Decoding;

public enum Device
{
    Cpu,

    /// <summary>Needs a build with the CUDA provider (<c>-p:OnnxRuntimeCuda=true</c>) and an NVIDIA GPU. Not tested where there is none.</summary>
    Cuda,
}

/// <param name="Threads">Of one step; 0 is one a core.</param>
public sealed record DecoderOptions(Device Device = Device.Cpu, int CudaDevice = 0, int Threads = 1);
