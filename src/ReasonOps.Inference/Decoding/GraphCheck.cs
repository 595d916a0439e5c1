using Microsoft.ML.OnnxRuntime;
using ReasonOps.Inference.Cache;
using ReasonOps.Inference.Models;

namespace ReasonOps.Inference.Decoding;

/// <summary>Holds a graph to its <c>config.json</c> when it is loaded: a step that fails later takes every chain with it.</summary>
internal static class GraphCheck
{
    public static void Shapes(ModelFolder model, InferenceSession session)
    {
        var config = model.Config;
        Require(model, "layers", config.Layers, session.InputMetadata.Keys.Count(name => name.StartsWith("keys.", StringComparison.Ordinal)));
        if (!session.InputMetadata.TryGetValue("keys.0", out var keys) || keys.Dimensions is not [var groups, _, var block, var size])
            throw new InvalidDataException($"{model.OnnxPath} has no input keys.0 of four dimensions; it was not written by this engine's export");
        Require(model, "keyValueHeads", config.KeyValueHeads, groups);
        Require(model, "blockSize", config.BlockSize, block);
        Require(model, "headSize", config.HeadSize, size);
        if (!session.OutputMetadata.TryGetValue("logits", out var logits) || logits.Dimensions is not [_, var vocabulary])
            throw new InvalidDataException($"{model.OnnxPath} has no output logits of two dimensions; it was not written by this engine's export");
        Require(model, "vocabulary", config.Vocabulary, vocabulary);
    }

    /// <summary>Runs a row at the last position: the graph's table of positions does not show in its shapes.</summary>
    public static void Context(ModelFolder model, Decoder decoder)
    {
        var batch = new StepBatch(model.Config.BlockSize);
        batch.Add(new StepRow(
            Token: 0, model.Config.Context - 1, BlockPool.Null, Offset: 0, SharedStart: 0, SharedCount: 0, Prompt: null, Own: null, OwnCount: 0, Sampled: true));
        try
        {
            decoder.Run(batch);
        }
        catch (OnnxRuntimeException e)
        {
            throw new InvalidDataException($"config.json: context is {model.Config.Context}; {model.OnnxPath} cannot run a token there: {e.Message}", e);
        }
    }

    private static void Require(ModelFolder model, string field, int said, int found)
    {
        if (said != found) throw new InvalidDataException($"config.json: {field} is {said}; in {model.OnnxPath} it is {found}");
    }
}
