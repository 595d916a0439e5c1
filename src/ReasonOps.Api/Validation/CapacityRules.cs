using ReasonOps.Api.ReasoningServices;

namespace ReasonOps.Api.Validation;

/// <summary>One chain, thinking and answering to the end of its budget, must fit an engine's KV cache.</summary>
internal static class CapacityRules
{
    private const double Gigabyte = 1e9;
    private static readonly string[] ReplicaPaths =
        ["spec.model.shape", "spec.engine.accelerator", "spec.engine.runtime", "spec.engine.endpoints", "spec.engine.keyValueTokens"];

    public static void Check(Field spec, ReasoningServiceSpec declared, ReasoningServiceSpec effective)
    {
        var engine = effective.Engine!;
        if (engine.Endpoints is { Count: > 0 })
            return;
        if (engine is { Runtime: RuntimeKind.Onnx, KeyValueTokens: >= 1 and var tokens })
            Embedded(spec, declared, effective, tokens);
        else if (Room.Of(effective) is { } room)
            Device(spec, declared, effective, room);
    }

    /// <summary>KV tokens that one engine holds; null where they cannot be known, as of engines that run elsewhere.</summary>
    /// <param name="effective">Valid and defaulted.</param>
    internal static long? TokensThatFit(ReasoningServiceSpec effective) => effective.Engine switch
    {
        { Endpoints.Count: > 0 } => null,
        { Runtime: RuntimeKind.Onnx, KeyValueTokens: { } tokens } => tokens,
        _ => Room.Of(effective) is { Free: > 0 } room ? (long)(room.Free / room.BytesPerToken) : null,
    };

    private static void Embedded(Field spec, ReasoningServiceSpec declared, ReasoningServiceSpec effective, int capacity)
    {
        foreach (var chain in Chains(spec, declared, effective, spec["engine"]["keyValueTokens"]))
        {
            if (chain.Tokens > capacity)
                chain.At.Error($"{chain.Reasoning} reasoning and {chain.Answer} answer tokens do not fit the {capacity} KV tokens of a replica; "
                    + $"lower the budget or raise engine.keyValueTokens to {chain.Tokens}", chain.Reads);
        }
    }

    private static void Device(Field spec, ReasoningServiceSpec declared, ReasoningServiceSpec effective, Room room)
    {
        if (room.Free <= 0)
        {
            spec["engine"]["accelerator"].Error($"weights need {room.Weights / Gigabyte:0.0} GB and {room.Device} has {room.Memory / Gigabyte:0.0} GB; "
                + $"raise perReplica to {Math.Floor(room.Weights / room.EachMemory) + 1:0}", ReplicaPaths);
            return;
        }
        foreach (var chain in Chains(spec, declared, effective, spec["engine"]["accelerator"]))
        {
            if (chain.Tokens * room.BytesPerToken > room.Free)
                chain.At.Error($"{chain.Tokens} tokens need {chain.Tokens * room.BytesPerToken / Gigabyte:0.0} GB of KV cache a chain; "
                    + $"{room.Device} has {room.Free / Gigabyte:0.0} GB after weights, for {Math.Floor(room.Free / room.BytesPerToken):0} tokens", chain.Reads);
        }
    }

    /// <summary>The longest chain of the service and of each tenant that says its own, placed where its author set it.</summary>
    private static IEnumerable<Chain> Chains(Field spec, ReasoningServiceSpec declared, ReasoningServiceSpec effective, Field otherwise)
    {
        // A service's budget that nobody wrote and every tenant replaces is never spent.
        if (declared.Budget?.ReasoningTokens is not null || declared.Tenants.Any(tenant => tenant.Budget?.ReasoningTokens is null))
            yield return OfService(spec["budget"], declared.Budget, effective.Budget!, otherwise);
        for (var i = 0; i < declared.Tenants.Count; i++)
        {
            if (declared.Tenants[i].Budget is { } own && (own.ReasoningTokens is not null || own.AnswerTokens is not null))
                yield return OfTenant(spec["tenants"][i]["budget"], own, effective.Tenants[i].Budget!);
        }
    }

    private static Chain OfService(Field at, BudgetSpec? own, BudgetSpec full, Field otherwise)
    {
        var place = own?.ReasoningTokens is not null ? at["reasoningTokens"] : own?.AnswerTokens is not null ? at["answerTokens"] : otherwise;
        return new(full.ReasoningTokens!.Value, full.AnswerTokens!.Value, place, at);
    }

    private static Chain OfTenant(Field at, TenantBudget own, TenantBudget full)
    {
        var tokens = at["reasoningTokens"];
        var place = own.ReasoningTokens is { } bounded ? tokens[bounded.Max is null ? "default" : "max"] : at["answerTokens"];
        var longest = Math.Max(full.ReasoningTokens!.Max!.Value, full.ReasoningTokens.Default!.Value);
        return new(longest, full.AnswerTokens!.Value, place, at);
    }

    private sealed record Chain(int Reasoning, int Answer, Field At, Field Budget)
    {
        public long Tokens => (long)Reasoning + Answer;

        public string[] Reads => [Budget["reasoningTokens"].Path, Budget["answerTokens"].Path, .. ReplicaPaths];
    }

    /// <summary>Bytes of one replica's devices, as vendors and model cards count: 1 GB = 1e9. What the runtime itself takes is not counted.</summary>
    private sealed record Room(string Device, double EachMemory, double Memory, double Weights, double BytesPerToken)
    {
        public double Free => Memory - Weights;

        /// <summary>Null where the shape or the memory is not known, or makes no sense (which other rules say).</summary>
        public static Room? Of(ReasoningServiceSpec spec)
        {
            if (spec.Model.Shape is not { Layers: >= 1, HeadSize: >= 1, KeyValueHeads: >= 1, KeyValueBits: >= 1, WeightBits: >= 1, Parameters.Value: > 0 } shape
                || spec.Engine!.Accelerator is not { PerReplica: >= 1 } accelerator || AcceleratorPresets.MemoryOf(accelerator) is not (> 0 and var memory))
                return null;
            var device = $"{accelerator.PerReplica} x {accelerator.Preset ?? $"{memory / Gigabyte:0.0} GB"}";
            var perToken = 2.0 * shape.Layers * shape.HeadSize * shape.KeyValueHeads.Value * shape.KeyValueBits.Value / 8;
            return new(device, memory, memory * accelerator.PerReplica.Value,
                (double)shape.Parameters.Value * shape.WeightBits.Value / 8, perToken);
        }
    }
}
