using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Sizing;
using ReasonOps.Capacity.Memory;

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
        else if (effective.Memory() is { } memory)
            Device(spec, declared, effective, memory);
    }

    private static void Embedded(Field spec, ReasoningServiceSpec declared, ReasoningServiceSpec effective, int capacity)
    {
        foreach (var chain in Chains(spec, declared, effective, spec["engine"]["keyValueTokens"]))
        {
            if (chain.Tokens > capacity)
                chain.At.Error($"{chain.Reasoning} reasoning and {chain.Answer} answer tokens do not fit the {capacity} KV tokens of a replica; "
                    + $"lower the budget or raise engine.keyValueTokens to {chain.Tokens}", chain.Reads);
        }
    }

    /// <summary>What the runtime itself takes is not counted: what is refused here fits in no way.</summary>
    private static void Device(Field spec, ReasoningServiceSpec declared, ReasoningServiceSpec effective, ReplicaMemory memory)
    {
        var (device, weights) = ($"{memory.Devices} x {memory.Device.Name}", memory.Model.WeightBytes);
        if (memory.Free <= 0)
        {
            spec["engine"]["accelerator"].Error($"weights need {weights / Gigabyte:0.0} GB and {device} has {memory.Total / Gigabyte:0.0} GB; "
                + $"raise perReplica to {Math.Floor(weights / memory.Device.Memory) + 1:0}", ReplicaPaths);
            return;
        }
        foreach (var chain in Chains(spec, declared, effective, spec["engine"]["accelerator"]))
        {
            var bytes = memory.Model.KeyValueBytes(chain.Tokens);
            if (bytes > memory.Free)
                chain.At.Error($"{chain.Tokens} tokens need {bytes / Gigabyte:0.0} GB of KV cache a chain; "
                    + $"{device} has {memory.Free / Gigabyte:0.0} GB after weights, for {memory.Longest:0} tokens", chain.Reads);
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
}
