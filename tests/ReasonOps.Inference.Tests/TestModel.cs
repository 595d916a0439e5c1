using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.Inference.Models;
using ReasonOps.Inference.Sampling;
using ReasonOps.Inference.Scheduling;

namespace ReasonOps.Inference.Tests;

/// <summary>The model that the demo serves. Tests hold for any model of its alphabet: no test knows what it answers.</summary>
internal static class TestModel
{
    /// <summary>Eight terms: chains of it are long.</summary>
    public const string Hard = "12+7*8-5+31-4*6+9-17=";

    public const string Alphabet = "_$#0123456789+-*=;";

    public static string Path { get; } = System.IO.Path.Combine(Root(), "config", "models", "arithmetic");

    public static ModelFolder Folder { get; } = ModelFolder.Load(Path);

    public static Engine Engine(EngineOptions? options = null) =>
        new(Folder, options ?? new EngineOptions(), TimeProvider.System, NullLogger<Engine>.Instance);

    public static int[] Encode(string text) => [.. text.Select(character => Alphabet.IndexOf(character, StringComparison.Ordinal))];

    /// <summary>A prompt of so many tokens, another for another seed.</summary>
    public static int[] Prompt(int length, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, length).Select(_ => random.Next(3, Alphabet.Length))];
    }

    public static GenerationRequest Ask(string prompt, int count = 1, long seed = 1, int maxTokens = 100) => Ask(Encode(prompt), count, seed, maxTokens);

    public static GenerationRequest Ask(int[] prompt, int count = 1, long seed = 1, int maxTokens = 100) => new()
    {
        Prompt = prompt,
        Count = count,
        Seed = seed,
        MaxTokens = maxTokens,
        Sampling = new SamplingOptions(),
        Phase = ChainPhase.Thinking,
    };

    public static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "ReasonOps.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException($"no ReasonOps.sln above {AppContext.BaseDirectory}");
    }
}
