using ReasonOps.Api.Manifests;
using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

/// <summary>A preset says everything of a model but its bits; without one its dimensions are needed, and must go together.</summary>
internal static class ShapeRules
{
    public static void Check(Field at, ModelShape shape)
    {
        foreach (var (name, given, needed) in Fields(shape))
        {
            if (given && shape.Preset is not null)
                at[name].Error($"cannot be set beside preset {Quoting.Quote(shape.Preset)}, which says it; take one away", at["preset"].Path);
            else if (!given && needed && shape.Preset is null)
                at[name].Error("is required without a preset", at["preset"].Path);
        }
        if (shape.KeyValueHeads is >= 1 and var heads && shape.AttentionHeads >= 1 && shape.AttentionHeads % heads != 0)
            at["keyValueHeads"].Error($"{shape.AttentionHeads} attentionHeads cannot be shared evenly by {heads}; "
                + $"give a divisor of {shape.AttentionHeads}", at["attentionHeads"].Path);
        if (shape.Attention is { } attention)
            Attention(at, attention, shape.Layers);
        Experts(at, shape);
    }

    private static IEnumerable<(string Name, bool Given, bool Needed)> Fields(ModelShape shape) =>
    [
        ("layers", shape.Layers is not null, true), ("attentionHeads", shape.AttentionHeads is not null, true), ("headSize", shape.HeadSize is not null, true),
        ("parameters", shape.Parameters is not null, true), ("keyValueHeads", shape.KeyValueHeads is not null, false),
        ("activeParameters", shape.ActiveParameters is not null, false), ("attention", shape.Attention is not null, false), ("experts", shape.Experts is not null, false),
    ];

    private static void Attention(Field shape, AttentionShape attention, int? layers)
    {
        var at = shape["attention"];
        if (attention is { LatentSize: null, Window: null })
            at.Error("needs latentSize (of multi-head latent attention) or window (of layers that look back only so far)", at["latentSize"].Path, at["window"].Path);
        if (attention is { RopeSize: not null, LatentSize: null })
            at["ropeSize"].Error("goes with latentSize; give both, or take it away", at["latentSize"].Path);
        if (attention is { WindowedLayers: not null, Window: null })
            at["windowedLayers"].Error("goes with window; give both, or take it away", at["window"].Path);
        if (attention.WindowedLayers > layers)
            at["windowedLayers"].Error($"{attention.WindowedLayers} is above the {layers} layers; lower it", shape["layers"].Path);
    }

    private static void Experts(Field at, ModelShape shape)
    {
        if (shape is { Experts: not null, ActiveParameters: null, Preset: null })
            at["activeParameters"].Error("is required beside experts: the parameters that one token goes through", at["experts"].Path);
        if (shape is { Experts: null, ActiveParameters: not null, Preset: null })
            at["experts"].Error("is required beside activeParameters: count and perToken", at["activeParameters"].Path);
        if (shape.ActiveParameters?.Value > shape.Parameters?.Value)
            at["activeParameters"].Error($"{shape.ActiveParameters} is above the {shape.Parameters} parameters of the whole model; lower it", at["parameters"].Path);
        if (shape.Experts is { } mix && mix.PerToken > mix.Count)
            at["experts"]["perToken"].Error($"{mix.PerToken} is above the {mix.Count} experts there are; lower it", at["experts"]["count"].Path);
    }
}
