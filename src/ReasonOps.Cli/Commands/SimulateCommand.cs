using System.CommandLine;
using System.Text.Json;
using ReasonOps.Capacity.Devices;
using ReasonOps.Capacity.Models;
using ReasonOps.Capacity.Simulation;
using ReasonOps.Capacity.Simulation.Results;
using ReasonOps.Capacity.Speed;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Simulation;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops simulate</c>: what an autoscaling policy would have done, before it does it.</summary>
internal static class SimulateCommand
{
    private static readonly Option<string?> Trace = new("--trace")
    {
        Description = "Requests of a file, plain or .gz: TIMESTAMP,ContextTokens,GeneratedTokens", HelpName = "FILE",
    };

    private static readonly Option<bool> Reasoning = new("--reasoning") { Description = "With the trace's answers eight times as long and a long tail, as reasoning models give them" };

    private static readonly Option<string?> Load = Named("--load", "Generated requests", Scenarios.Names);

    private static readonly Option<string[]> Policies = new("--policy")
    {
        Description = $"One or more of {string.Join(", ", Contest.Policies)}; all unless said. Peers are tuned on the load", HelpName = "NAME", AllowMultipleArgumentsPerToken = true,
    };

    private static readonly Option<string?> Model = Named("--model", "Instead of the load's own, by its name as in a manifest", ModelPresets.Names);

    private static readonly Option<string?> Device = Named("--accelerator", "Instead of the load's own, by its preset", AcceleratorPresets.Names);

    private static readonly Option<int> PerReplica = new Option<int>("--per-replica") { Description = "Accelerators of a replica", DefaultValueFactory = _ => 1 }.Within(1, 1024);

    private static readonly Option<int?> MaxReplicas = new("--max-replicas") { Description = "Instead of the load's own", HelpName = "COUNT" };

    private static readonly Option<int> Seed = new("--seed") { Description = "Of what is drawn: generated requests, and how long replicas take to start", DefaultValueFactory = _ => 1 };

    private static readonly Option<string> Output = new Option<string>("--output", "-o") { Description = "A table, or for programs, or a plot over time", DefaultValueFactory = _ => "table" };

    public static Command Create()
    {
        Output.AcceptOnlyFromAmong("table", "json", "svg");
        foreach (var name in Contest.Policies) Policies.CompletionSources.Add(name);
        var command = new Command("simulate", """
            Simulates autoscaling policies on a load: requests served as promised, GPU-hours, preemptions, changes of direction.

            Example:
              reasonops simulate --load bursts --policy reasonops hpa static
              reasonops simulate --trace config/traces/azure_llm_trace_conv_2023.csv.gz --reasoning -o svg > timeline.svg
            """) { Trace, Reasoning, Load, Policies, Model, Device, PerReplica, MaxReplicas, Seed, Output };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Trace) is null == result.GetResult(Load) is null) result.AddError("give one of --trace and --load");
            if (result.GetResult(Reasoning) is { Implicit: false } && result.GetResult(Trace) is null) result.AddError("--reasoning: is for a --trace; generated loads reason already");
            if (result.GetValue(MaxReplicas) is < 1 or > 1024) result.AddError($"--max-replicas {result.GetValue(MaxReplicas)}: must be from 1 to 1024");
            foreach (var unknown in (result.GetValue(Policies) ?? []).Except(Contest.Policies))
                result.AddError($"--policy {unknown}: is no policy; there are {string.Join(", ", Contest.Policies)}");
        });
        command.Run((parsed, cancellation) => Task.Run(() => Simulate(parsed, cancellation), cancellation));
        return command;
    }

    private static void Simulate(ParseResult parsed, CancellationToken cancellation)
    {
        var scenario = Scenario(parsed);
        var policies = parsed.GetValue(Policies) is { Length: > 0 } some ? some.Distinct().ToArray() : [.. Contest.Policies];
        var outcomes = new List<Outcome>();
        foreach (var policy in policies)
        {
            if (!Console.IsErrorRedirected) Console.Error.WriteLine($"simulating {policy}");
            outcomes.Add(Contest.Run(policy, scenario, parsed.GetValue(Seed), cancellation));
        }
        IReadOnlyList<SimulationRow> rows = [.. outcomes.Select(SimulationRow.Of)];
        switch (parsed.GetValue(Output))
        {
            case "json": Console.WriteLine(JsonSerializer.Serialize(rows, CliJson.Default.IReadOnlyListSimulationRow)); break;
            case "svg": Console.Write(TimelinePlot.Write(Title(parsed, scenario), outcomes, scenario.CapacityTokens)); break;
            default:
                Console.WriteLine(Title(parsed, scenario));
                SimulationText.Write(rows);
                break;
        }
    }

    private static Scenario Scenario(ParseResult parsed)
    {
        var own = parsed.GetValue(Trace) is { } trace
            ? parsed.GetValue(Reasoning) ? Scenarios.AzureReasoning(TraceFile.Of(trace)) : Scenarios.AzureConversation(TraceFile.Of(trace))
            : Scenarios.Of(parsed.GetValue(Load)!);
        var replica = new Roofline(
            parsed.GetValue(Model) is { } model ? ModelPresets.Find(model)! : own.Replica.Model,
            parsed.GetValue(Device) is { } device ? AcceleratorPresets.Find(device)! : own.Replica.Device, parsed.GetValue(PerReplica));
        var most = parsed.GetValue(MaxReplicas) ?? own.MaxReplicas;
        var scenario = own with { Replica = replica, MaxReplicas = most, FirstReplicas = Math.Min(own.FirstReplicas, most) };
        return scenario.CapacityTokens > 0
            ? scenario
            : throw new WrongInputException($"{replica.Model.Name} does not fit {replica.Devices} x {replica.Device.Name}: its weights leave no room for a KV cache; give more --per-replica");
    }

    private static string Title(ParseResult parsed, Scenario scenario) => FormattableString.Invariant(
        $"{(parsed.GetValue(Trace) is { } trace ? Path.GetFileName(trace) + (parsed.GetValue(Reasoning) ? ", reasoning" : "") : parsed.GetValue(Load))}, seed {parsed.GetValue(Seed)}: {scenario.Replica.Model.Name} of {scenario.Replica.Model.WeightBits:0} bits on {scenario.Replica.Devices} x {scenario.Replica.Device.Name}, {scenario.CapacityTokens:N0} KV tokens a replica");

    private static Option<string?> Named(string name, string description, IReadOnlyList<string> names)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "NAME" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !names.Contains(token.Value)) result.AddError($"{name} {token.Value}: is not known; there are {string.Join(", ", names)}");
        });
        return option;
    }
}
