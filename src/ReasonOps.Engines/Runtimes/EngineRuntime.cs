using ReasonOps.Engines.Metrics;

namespace ReasonOps.Engines.Runtimes;

/// <summary>What an engine's runtime can do and how it says things: data, so that no code asks which engine it is.</summary>
public sealed record EngineRuntime
{
    public required string Name { get; init; }

    /// <summary><c>n</c> gives that many chains over one computed prompt, chain <c>i</c> with <c>seed + i</c>.</summary>
    public bool ManyChains { get; init; }

    /// <summary>Understands vLLM's <c>thinking_token_budget</c>, <c>return_token_ids</c>, <c>continue_final_message</c>, <c>continuous_usage_stats</c>.</summary>
    public bool Extensions { get; init; }

    /// <summary>Ends a chain behind a text, not only before it: vLLM's <c>include_stop_str_in_output</c>. Others draw on until the chain is cut.</summary>
    public bool StepEnds { get; init; }

    /// <summary>Knows <c>top_k</c>; a server that does not may refuse the request for it.</summary>
    public bool TopK { get; init; } = true;

    /// <summary>Takes a message's <c>reasoning</c> apart from its content; others are given <c>&lt;think&gt;</c> text.</summary>
    public bool ReasoningField { get; init; }

    /// <summary>May leave <c>&lt;think&gt;</c> in the content, as engines do that were started without a reasoning parser.</summary>
    public bool ThinkTags => !ReasoningField;

    public MetricNames Metrics { get; init; } = MetricNames.None;

    /// <summary>The embedded engine; its metrics carry vLLM's names.</summary>
    public static EngineRuntime Onnx { get; } = new()
    {
        Name = "onnx", ManyChains = true, Extensions = true, ReasoningField = true, StepEnds = true, Metrics = MetricNames.Vllm,
    };

    public static EngineRuntime Vllm { get; } = new()
    {
        Name = "vllm", ManyChains = true, Extensions = true, StepEnds = true, Metrics = MetricNames.Vllm,
    };

    public static EngineRuntime SgLang { get; } = new() { Name = "sglang", ManyChains = true, Extensions = true, Metrics = MetricNames.SgLang };

    public static EngineRuntime LlamaCpp { get; } = new() { Name = "llamacpp", Metrics = MetricNames.LlamaCpp };

    /// <summary>Anything else that speaks the API: Ollama, a hosted one.</summary>
    public static EngineRuntime OpenAi { get; } = new() { Name = "openai", TopK = false };

    public static IReadOnlyList<EngineRuntime> All { get; } = [Vllm, SgLang, LlamaCpp, Onnx, OpenAi];

    /// <exception cref="ArgumentException">There is no runtime of this name.</exception>
    public static EngineRuntime Of(string name) =>
        All.FirstOrDefault(runtime => runtime.Name == name)
        ?? throw new ArgumentException($"runtime: \"{name}\" is none of {string.Join(", ", All.Select(runtime => runtime.Name))}", nameof(name));
}
