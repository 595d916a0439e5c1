using ReasonOps.Capacity.Planning;
using ReasonOps.Cli.Output;
using Spectre.Console;
using static ReasonOps.Cli.Output.TableText;

namespace ReasonOps.Cli.Planning;

/// <summary>A plan for people.</summary>
internal static class PlanText
{
    private const int Width = 140;

    /// <summary>To standard output.</summary>
    public static void Write(CapacityPlan plan)
    {
        Say($"ReasoningService {plan.Service}   {plan.Model} on {plan.Devices ?? "devices that are not said"}, {plan.Runtime}");
        Replica(plan.Replica);
        Say($"  assumed      {Assumed(plan.Assumptions)}");
        TableText.Write(Answers(plan), Width);
        if (plan.Tenants.Any(each => each.Batch is not null)) TableText.Write(Speeds(plan), Width);
        if (plan.Lengths.Count > 0) TableText.Write(Lengths(plan), Width);
        if (plan.Load is { } load)
            Say($"  load         {load.RequestsPerSecond:0.##} requests/s need {Count(load.Replicas, "replica")}, {Count(load.Accelerators, "accelerator")}{(load.CostPerHour is { } cost ? Of($", {cost:0.00} an hour") : "")}");
        if (plan.Verifiers is { } verifiers)
            Say($"  verifiers    {verifiers.Cores} CPU cores beside {Count(verifiers.Accelerators, "accelerator")} ({verifiers.Ratio}): {Count(verifiers.Verifiers, "verifier")} of {verifiers.Pool ?? "a pool that this manifest does not hold"}");
        foreach (var unknown in plan.Unknown) Say($"  not known    {unknown}");
        foreach (var warning in plan.Warnings) Say($"  warning      {warning}");
    }

    private static void Replica(ReplicaPlan replica)
    {
        if (replica is { WeightBytes: { } weights })
            Say($"  weights      {weights / 1e9:0.0} GB{(replica.MemoryBytes is { } all ? Of($" of {all / 1e9:0.0} GB a replica") : "")}");
        if (replica.KeyValueBytesPerToken is { } each)
            Say($"  KV cache     {each:N0} bytes a token{(replica.KeyValueCopies > 1 ? Of($", held {replica.KeyValueCopies:0.##} times by devices that share each layer") : "")}");
        if (replica is { FreeBytes: { } free, ActivationBytes: { } activations })
            Say($"  fits         {replica.Tokens:N0} tokens a replica: {free / 1e9:0.0} GB are left by weights, {activations / 1e9:0.0} GB of activations and the runtime");
        else if (replica.Tokens is { } tokens)
            Say($"  fits         {tokens:N0} tokens a replica");
    }

    private static string Assumed(Assumptions assumed) =>
        Of($"{assumed.TokensPerSecondPerUser:0.##} tokens/s a user, prompts of {assumed.PromptTokens:0} tokens, chains that think {(assumed.ReasoningTokens is { } mean ? Of($"{mean:0} tokens") : "their whole budget")}, ")
        + Of($"every vote cast, {assumed.Efficiency:0 %} of the data sheet's speed{(assumed.AcceleratorPricePerHour is { } price ? Of($", {price:0.##} an accelerator-hour") : "; no price (--price-per-hour)")}");

    private static Table Answers(CapacityPlan plan)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumns(new TableColumn("tenant").NoWrap(), new TableColumn("strategy").NoWrap());
        table.AddFigures("votes", "tokens a vote", "KV an answer", "prompt unshared", "answers that fit", "price an answer");
        foreach (var each in plan.Tenants)
        {
            table.AddRow(
                Markup.Escape(each.Name), Markup.Escape(each.Strategy), $"{each.Votes}", Of($"{each.ChainTokens:N0}"), Bytes(each.KeyValueBytes), Bytes(each.KeyValueBytesUnshared),
                Figure(each.AnswersThatFit, "N0"), Figure(each.Price, "0.0000"));
        }
        return table;
    }

    private static Table Speeds(CapacityPlan plan)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddColumn(new TableColumn("tenant").NoWrap());
        table.AddFigures("batch");
        table.AddColumn(new TableColumn("binds").NoWrap());
        table.AddFigures("tokens/s a user", "tokens/s", "seconds a vote", "answers/s", "accelerator-s an answer", "cost an answer");
        foreach (var each in plan.Tenants)
        {
            table.AddRow(
                Markup.Escape(each.Name), Figure(each.Batch, "N0"), each.Binds is { } bound ? Word(bound) : "-", Figure(each.TokensPerSecondPerUser, "0.0"),
                Figure(each.TokensPerSecond, "N0"), Figure(each.Seconds, "N0"), Figure(each.RequestsPerSecond, "0.0###"), Figure(each.AcceleratorSeconds, "0.0"), Figure(each.Cost, "0.0000"));
        }
        return table;
    }

    private static Table Lengths(CapacityPlan plan)
    {
        var table = new Table().Border(TableBorder.Simple);
        table.AddFigures("CoT tokens", "KV a chain", "chains that fit", "batch");
        table.AddColumn(new TableColumn("binds").NoWrap());
        table.AddFigures("tokens/s a user", "tokens/s", "accelerator-h a million", "cost a million");
        foreach (var each in plan.Lengths)
        {
            table.AddRow(
                Of($"{each.Tokens:N0}"), Bytes(each.KeyValueBytes), Of($"{each.ChainsThatFit:N0}"), Of($"{each.Batch:N0}"), Word(each.Limits.Binds), Of($"{each.TokensPerSecondPerUser:0.0}"),
                Of($"{each.TokensPerSecond:N0}"), Of($"{each.AcceleratorHoursPerMillion:0.000}"), Figure(each.CostPerMillion, "0.00"));
        }
        return table;
    }

    private static string Word(Bound bound) => bound switch
    {
        Bound.Capacity => "capacity",
        Bound.Bandwidth => "bandwidth",
        _ => "FLOPs",
    };

    private static string Bytes(double? bytes) => bytes is { } some ? Of($"{some / 1e9:0.000} GB") : "-";

    private static string Figure(IFormattable? value, string format) => value?.ToString(format, System.Globalization.CultureInfo.InvariantCulture) ?? "-";

    private static string Count(int count, string word) => Of($"{count:N0} {word}{(count == 1 ? "" : "s")}");

    private static void Say(FormattableString line) => Console.WriteLine(Of(line));
}
