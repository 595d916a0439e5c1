using System.Globalization;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Sizing;

/// <summary>
/// What arguments passed to vLLM or SGLang change of what fits, written <c>--name value</c> or <c>--name=value</c>; the last one wins.
/// </summary>
/// <param name="engine">Defaulted.</param>
public sealed class EngineArguments(EngineSpec engine)
{
    private readonly IReadOnlyList<string> _args = engine.Args ?? [];

    /// <summary>Devices that share each layer: those of a node under vLLM, which takes nodes one after the other, all of them under SGLang.</summary>
    public int TensorParallel
    {
        get
        {
            var devices = engine.Accelerator!.PerReplica!.Value;
            if (Has("--enable-dp-attention")) return 1;
            return Number("--tensor-parallel-size", "-tp", "--tp", "--tp-size") is >= 1 and <= 1024 and var said ? (int)said
                : engine.Runtime == RuntimeKind.Vllm ? devices / engine.Accelerator.Nodes!.Value : devices;
        }
    }

    /// <summary>Nodes that a token passes one after the other.</summary>
    public int Stages => engine.Runtime == RuntimeKind.Vllm ? engine.Accelerator?.Nodes ?? 1 : 1;

    /// <summary>Share of memory for weights and cache; null for the runtime's own.</summary>
    public double? Usable => Number("--gpu-memory-utilization", "--mem-fraction-static") is > 0 and <= 1 and var share ? share : null;

    /// <summary>Tokens of the longest sequence that the engine takes; null for the model's own.</summary>
    public double? LongestSequence => Number("--max-model-len", "--context-length", "--ctx-size", "-c");

    /// <summary>Chains that the engine runs at once; null for the runtime's own bound.</summary>
    public double? MostChains => Number("--max-num-seqs", "--max-running-requests");

    /// <summary>Bits of a number of the KV cache; null where they are not said.</summary>
    public int? KeyValueBits => Text("--kv-cache-dtype") is not { } type || type == "auto" ? null
        : type.StartsWith("fp8", StringComparison.Ordinal) || type.StartsWith("int8", StringComparison.Ordinal) ? 8
        : type.Contains("16", StringComparison.Ordinal) ? 16 : null;

    private bool Has(string name) => _args.Contains(name, StringComparer.Ordinal);

    private double? Number(params string[] names) => double.TryParse(Text(names), CultureInfo.InvariantCulture, out var value) ? value : null;

    private string? Text(params string[] names)
    {
        string? found = null;
        for (var i = 0; i < _args.Count; i++)
        {
            var parts = _args[i].Split('=', 2);
            if (names.Contains(parts[0], StringComparer.Ordinal)) found = parts.Length == 2 ? parts[1] : i + 1 < _args.Count ? _args[i + 1] : null;
        }
        return found;
    }
}
