namespace ReasonOps.Capacity.Models;

/// <summary>
/// Models that are known by name, by the <c>config.json</c> beside their weights. Parameters, all and active, are those of their cards, without layers
/// for speculation.
/// </summary>
public static class ModelPresets
{
    private const int Llama = 131_072;
    private const int Qwen = 131_072;
    private const int Qwen3 = 40_960;

    /// <summary>4 bits, and 8 of a scale for each 32 of them (OCP Microscaling Formats 1.0).</summary>
    private const double MxFp4 = 4.25;

    /// <summary>In the order of the alphabet.</summary>
    public static IReadOnlyList<ModelDimensions> All { get; } =
    [
        .. new[]
        {
            Dense("Llama-3.1-8B", 32, 32, 8, 8.03e9, Llama),
            Dense("Llama-3.1-70B", 80, 64, 8, 70.6e9, Llama),
            Dense("Llama-3.1-405B", 126, 128, 8, 405e9, Llama),
            Dense("Llama-3.1-405B-FP8", 126, 128, 8, 405e9, Llama) with { WeightBits = 8 },
            DeepSeek("DeepSeek-R1"),
            DeepSeek("DeepSeek-R1-0528"),
            Dense("DeepSeek-R1-0528-Qwen3-8B", 36, 32, 8, 8.19e9, 131_072),
            Dense("DeepSeek-R1-Distill-Qwen-1.5B", 28, 12, 2, 1.78e9, Qwen),
            Dense("DeepSeek-R1-Distill-Qwen-7B", 28, 28, 4, 7.62e9, Qwen),
            Dense("DeepSeek-R1-Distill-Qwen-14B", 48, 40, 8, 14.8e9, Qwen),
            Dense("DeepSeek-R1-Distill-Qwen-32B", 64, 40, 8, 32.8e9, Qwen),
            Dense("DeepSeek-R1-Distill-Llama-8B", 32, 32, 8, 8.03e9, Llama),
            Dense("DeepSeek-R1-Distill-Llama-70B", 80, 64, 8, 70.6e9, Llama),
            Dense("QwQ-32B", 64, 40, 8, 32.8e9, Qwen),
            Dense("Qwen3-0.6B", 28, 16, 8, 0.6e9, Qwen3),
            Dense("Qwen3-1.7B", 28, 16, 8, 1.7e9, Qwen3),
            Dense("Qwen3-4B", 36, 32, 8, 4.02e9, Qwen3),
            Dense("Qwen3-8B", 36, 32, 8, 8.19e9, Qwen3),
            Dense("Qwen3-14B", 40, 40, 8, 14.8e9, Qwen3),
            Dense("Qwen3-32B", 64, 64, 8, 32.8e9, Qwen3),
            Dense("Qwen3-30B-A3B", 48, 32, 4, 30.5e9, Qwen3) with { ActiveParameters = 3.3e9, Experts = new(128, 8) },
            Dense("Qwen3-235B-A22B", 94, 64, 4, 235e9, Qwen3) with { ActiveParameters = 22e9, Experts = new(128, 8) },
            GptOss("gpt-oss-20b", 24, 20.9e9, 3.6e9, new(32, 4, MxFp4, 19.12e9)),
            GptOss("gpt-oss-120b", 36, 116.8e9, 5.1e9, new(128, 4, MxFp4, 114.71e9)),
        }.OrderBy(each => each.Name, StringComparer.Ordinal),
    ];

    /// <summary>In the order of the alphabet.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. All.Select(each => each.Name)];

    /// <summary>Null for a name that is not known.</summary>
    public static ModelDimensions? Find(string name) => All.FirstOrDefault(each => each.Name == name);

    private static ModelDimensions Dense(string name, int layers, int heads, int keyValueHeads, double parameters, int context) => new()
    {
        Name = name, Layers = layers, AttentionHeads = heads, KeyValueHeads = keyValueHeads, HeadSize = 128, Parameters = parameters, ContextTokens = context,
    };

    /// <summary>DeepSeek-V3 (DeepSeek-AI 2024): 8-bit weights, a latent of 512 and 64, 8 of 256 experts beside one that all tokens go through.</summary>
    private static ModelDimensions DeepSeek(string name) => new()
    {
        Name = name, Layers = 61, AttentionHeads = 128, KeyValueHeads = 128, HeadSize = 128, Parameters = 671e9, ActiveParameters = 37e9, WeightBits = 8,
        Latent = new(512, 64), Experts = new(256, 8), ContextTokens = 163_840,
    };

    /// <summary>gpt-oss (OpenAI 2025): every second layer looks back 128 tokens; the active parameters of its card leave out the embedding.</summary>
    private static ModelDimensions GptOss(string name, int layers, double parameters, double active, ExpertMix experts) => new()
    {
        Name = name, Layers = layers, AttentionHeads = 64, KeyValueHeads = 8, HeadSize = 64, Parameters = parameters, ActiveParameters = active,
        Window = new(128, layers / 2), Experts = experts, ContextTokens = 131_072,
    };
}
