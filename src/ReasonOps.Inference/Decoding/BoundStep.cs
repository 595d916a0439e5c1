using Microsoft.ML.OnnxRuntime;

namespace ReasonOps.Inference.Decoding;

/// <summary>Binds managed arrays to a session for one step and lets go of them after it.</summary>
internal readonly struct BoundStep(OrtIoBinding binding) : IDisposable
{
    private readonly List<OrtValue> _values = new(10);

    public void Input<T>(string name, T[] data, params ReadOnlySpan<long> shape) where T : unmanaged =>
        binding.BindInput(name, Value(data, shape));

    public void Output<T>(string name, T[] data, params ReadOnlySpan<long> shape) where T : unmanaged =>
        binding.BindOutput(name, Value(data, shape));

    public void Dispose()
    {
        foreach (var value in _values) value.Dispose();
    }

    private OrtValue Value<T>(T[] data, ReadOnlySpan<long> shape) where T : unmanaged
    {
        var count = 1L;
        foreach (var dimension in shape) count *= dimension;
        var value = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, data.AsMemory(0, (int)count), shape.ToArray());
        _values.Add(value);
        return value;
    }
}
