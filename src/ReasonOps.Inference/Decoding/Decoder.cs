using Microsoft.ML.OnnxRuntime;
using ReasonOps.Inference.Models;

namespace ReasonOps.Inference.Decoding;

/// <summary>
/// The model on ONNX Runtime with its paged pool of keys and values. The pool is bound as input and output of the graph
/// at once, which updates it in place. One step at a time.
/// </summary>
public sealed class Decoder : IDisposable
{
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _run = new();
    private readonly Dictionary<string, OrtValue> _pools = [];
    private readonly StepInputs _inputs;
    private readonly int _vocabulary;
    private float[] _logits = [];

    /// <param name="model">What to run.</param>
    /// <param name="blocks">Blocks of the KV cache, without the null block.</param>
    /// <param name="options">Where to run it.</param>
    /// <exception cref="InvalidDataException">The graph cannot be loaded, or is not what <c>config.json</c> says.</exception>
    public Decoder(ModelFolder model, int blocks, DecoderOptions options)
    {
        _inputs = new StepInputs(model.Config.KeyValueHeads);
        _vocabulary = model.Config.Vocabulary;
        _session = Open(model, options);
        GraphCheck.Shapes(model, _session);
        _binding = _session.CreateIoBinding();
        BindPools(model.Config, blocks + 1);
        if (options.Device == Device.Cuda) MovePoolsTo(options.CudaDevice, model.Config.BlockSize);
        GraphCheck.Context(model, this);
    }

    /// <summary>Runs a step; logits of its sampled rows in their order, [sampled rows x vocabulary], valid until the next step.</summary>
    public ReadOnlySpan<float> Run(StepBatch batch)
    {
        _inputs.Fill(batch);
        var size = batch.SampledRows * _vocabulary;
        if (_logits.Length < size) _logits = new float[Math.Max(size, 2 * _logits.Length)];
        using var bound = new BoundStep(_binding);
        bound.Input("tokens", _inputs.Tokens, _inputs.Rows);
        bound.Input("positions", _inputs.Positions, _inputs.Rows);
        bound.Input("slots", _inputs.Slots, _inputs.Rows, _inputs.Groups, 3);
        bound.Input("own_blocks", _inputs.OwnBlocks, _inputs.Rows, _inputs.OwnBlocksPerRow);
        bound.Input("own_mask", _inputs.OwnMask, _inputs.Rows, _inputs.SharedOwn[1]);
        bound.Input("shared_blocks", _inputs.SharedBlocks, _inputs.SharedBlockCount);
        bound.Input("shared_mask", _inputs.SharedMask, _inputs.Rows, _inputs.SharedOwn[0]);
        bound.Input("shared_own", _inputs.SharedOwn, 2);
        bound.Input("sampled", _inputs.Sampled, batch.SampledRows);
        bound.Output("logits", _logits, batch.SampledRows, _vocabulary);
        _session.RunWithBinding(_run, _binding);
        return _logits.AsSpan(0, size);
    }

    public void Dispose()
    {
        _binding.Dispose();
        _run.Dispose();
        _session.Dispose();
        foreach (var pool in _pools.Values) pool.Dispose();
    }

    private static InferenceSession Open(ModelFolder model, DecoderOptions options)
    {
        using var session = Options(options);
        try
        {
            return new InferenceSession(model.OnnxPath, session);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidDataException($"{model.OnnxPath} cannot be loaded: {e.Message}", e);
        }
    }

    private static SessionOptions Options(DecoderOptions options)
    {
        var session = new SessionOptions
        {
            IntraOpNumThreads = options.Threads,
            EnableMemoryPattern = false, // shapes differ at every step
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        // A spinning pool starves the other replicas of a small machine.
        session.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        if (options.Device == Device.Cuda) session.AppendExecutionProvider_CUDA(options.CudaDevice);
        return session;
    }

    private void BindPools(ModelConfig config, int blocks)
    {
        long[] shape = [config.KeyValueHeads, blocks, config.BlockSize, config.HeadSize];
        foreach (var layer in Enumerable.Range(0, config.Layers))
        {
            BindPool($"keys.{layer}", ZeroedOnHost(shape));
            BindPool($"values.{layer}", ZeroedOnHost(shape));
        }
    }

    private void BindPool(string name, OrtValue pool)
    {
        _pools[name] = pool;
        _binding.BindInput(name, pool);
        _binding.BindOutput($"{name}.next", pool);
    }

    /// <summary>One step of padding with its outputs bound to the device leaves the pools in the device's memory, zeroed.</summary>
    private void MovePoolsTo(int cudaDevice, int blockSize)
    {
        using var memory = new OrtMemoryInfo(OrtMemoryInfo.allocatorCUDA, OrtAllocatorType.DeviceAllocator, cudaDevice, OrtMemType.Default);
        foreach (var name in _pools.Keys) _binding.BindOutputToDevice($"{name}.next", memory);
        Run(new StepBatch(blockSize));
        var moved = _binding.GetOutputNames().Zip(_binding.GetOutputValues()).ToDictionary(pair => pair.First, pair => pair.Second);
        foreach (var (name, onHost) in _pools.ToArray())
        {
            BindPool(name, moved[$"{name}.next"]);
            onHost.Dispose();
        }
    }

    // Zeroed memory: a hidden token's weight is 0, and 0 times what uninitialised memory may hold is NaN.
    private static OrtValue ZeroedOnHost(long[] shape) =>
        OrtValue.CreateTensorValueFromMemory(new float[shape.Aggregate((a, b) => a * b)], shape);
}
