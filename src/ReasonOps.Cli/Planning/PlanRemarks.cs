using ReasonOps.Api.ReasoningServices;
using ReasonOps.Api.Sizing;
using ReasonOps.Capacity.Planning;
using static ReasonOps.Cli.Output.TableText;

namespace ReasonOps.Cli.Planning;

/// <summary>What is not known, and what will not go as the manifest wants it.</summary>
internal sealed class PlanRemarks(ReasoningServiceSpec spec, Replica? replica, TenantPlans shapes, Assumptions assumed)
{
    public static IEnumerable<string> Unknown(ReasoningServiceSpec spec, Replica? replica)
    {
        if (spec.Engine!.Endpoints is { Count: > 0 })
            yield return "memory and speed: the engines run already, and the manifest does not say on what";
        else if (spec.Engine.Runtime == RuntimeKind.Onnx && replica is null)
            yield return "bytes, speed and cost: nothing says what the embedded engine runs on and how fast that is";
        else if (replica is null)
            yield return spec.Model.Dimensions() is null
                ? "memory, speed and cost: the model's dimensions; give model.shape, as {preset: DeepSeek-R1-Distill-Qwen-32B}"
                : "memory, speed and cost: the devices; give engine.accelerator";
        else if (replica.Speed.Device is not { Bandwidth: > 0, Flops: > 0 })
            yield return "speed and cost: the device's bandwidth and operations; give engine.accelerator.bandwidth and flops";
    }

    public IEnumerable<string> Warnings(IReadOnlyList<TenantPlan> tenants, LoadPlan? load) =>
        [.. Engine(), .. spec.Tenants.Zip(tenants).SelectMany(pair => Tenant(pair.First, pair.Second)), .. Load(load)];

    private IEnumerable<string> Engine()
    {
        if (replica is null) yield break;
        var arguments = new EngineArguments(spec.Engine!);
        if (replica.Memory.Free <= 0)
            yield return Of($"spec.engine.accelerator: {replica.Memory.Model.WeightBytes / 1e9:0.0} GB of weights leave no room for KV cache in the {replica.Memory.Usable:0 %} of memory that a runtime uses; raise perReplica");
        if (arguments.KeyValueBits is { } bits && bits != replica.Memory.Model.KeyValueBits)
            yield return Of($"spec.engine.args: --kv-cache-dtype keeps {bits} bits a number, and model.shape.keyValueBits says {replica.Memory.Model.KeyValueBits:0}; set it to {bits}");
        if (arguments.Stages > 1)
            yield return Of($"spec.engine.accelerator.nodes: a token passes {arguments.Stages} nodes one after the other, so one chain gets down to 1/{arguments.Stages} of the tokens a second told here; the sum of all chains stays");
    }

    private IEnumerable<string> Tenant(TenantSpec tenant, TenantPlan plan)
    {
        var (budget, answer) = (tenant.Budget!.ReasoningTokens!, tenant.Budget.AnswerTokens!.Value);
        var longest = (double)Math.Max(budget.Max!.Value, budget.Default!.Value) + answer;
        if (LongestSequence() is { } most && longest + assumed.PromptTokens > most)
            yield return Of($"{tenant.Name}: a chain may come to {longest + assumed.PromptTokens:N0} tokens with its prompt, and the engine takes {most:N0}; lower the budget or raise what it takes");
        if (shapes.AnswersThatFit(new(1, assumed.PromptTokens, longest)) == 0)
            yield return Of($"{tenant.Name}: a chain of {longest:N0} tokens does not fit a replica once the runtime has its share; lower the budget or give more memory");
        else if (Votes(tenant) is { } votes && shapes.AnswersThatFit(shapes.Longest(tenant) with { Votes = votes }) == 0)
            yield return Of($"{tenant.Name}: {votes} votes of {shapes.Longest(tenant).ChainTokens:N0} tokens do not fit one replica together; what does not fit waits, or is computed again");
        if (replica is not null && new EngineArguments(spec.Engine!).MostChains is { } chains && plan.Batch > chains)
            yield return Of($"{tenant.Name}: {plan.Batch:N0} chains could run at once, and the engine is told to run {chains:N0}");
        if (plan.TokensPerSecondPerUser < assumed.TokensPerSecondPerUser * 0.999)
            yield return Of($"{tenant.Name}: even one chain alone gets {plan.TokensPerSecondPerUser:0.0} tokens/s, not {assumed.TokensPerSecondPerUser:0.##}; give more bandwidth or ask for less");
        if (tenant.Deadline is { } deadline && plan.Seconds > deadline.Span.TotalSeconds)
            yield return Of($"{tenant.Name}: {plan.ChainTokens:N0} tokens take {plan.Seconds:0} s at {plan.TokensPerSecondPerUser:0.0} tokens/s, and its deadline is {deadline}; {plan.ChainTokens / deadline.Span.TotalSeconds:0} tokens/s would keep it");
        if (plan is { Cost: { } cost, Price: { } price } && (double)price < cost)
            yield return Of($"{tenant.Name}: an answer costs {cost:0.00000} and is sold for {price:0.00000}");
    }

    private IEnumerable<string> Load(LoadPlan? load)
    {
        if (load is null) yield break;
        if (spec.Autoscaling is { MaxReplicas: { } most } && load.Replicas > most)
            yield return Of($"spec.autoscaling.maxReplicas: {load.RequestsPerSecond:0.##} requests/s need {load.Replicas} replicas, and {most} are allowed");
        if (spec.Autoscaling is { AcceleratorBudget: { } budget } && load.Accelerators > budget)
            yield return Of($"spec.autoscaling.acceleratorBudget: {load.Replicas} replicas hold {load.Accelerators} accelerators, and {budget} are allowed");
    }

    /// <summary>The usual votes where they are too many already, else the most that may be asked for.</summary>
    private int? Votes(TenantSpec tenant)
    {
        var usual = shapes.Longest(tenant).Votes;
        return shapes.AnswersThatFit(shapes.Longest(tenant)) == 0 ? usual : TenantPlans.VotesOf(tenant, tenant.Votes!.Max!.Value) is var most && most > usual ? most : null;
    }

    private double? LongestSequence() =>
        (spec.Engine!.Endpoints is { Count: > 0 } ? null : new EngineArguments(spec.Engine).LongestSequence) ?? spec.Model.Dimensions()?.ContextTokens;
}
