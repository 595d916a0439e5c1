using System.CommandLine;
using System.Text.Json;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Cli.Planning;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops plan</c>: capacity before buying.</summary>
internal static class PlanCommand
{
    private const double UsualPace = 30;
    private const double UsualPrompt = 256;

    /// <summary>Of what real kernels reach of a data sheet's figures.</summary>
    private const double UsualEfficiency = 0.7;

    private static readonly Option<double?> Pace = new Option<double?>("--tokens-per-second-per-user")
    {
        Description = $"That each chain is to get; {UsualPace} unless said", HelpName = "RATE",
    }.Within(1e-3, 1e6, "it is the pace of one chain");

    private static readonly Option<double?> Prompt = new Option<double?>("--prompt-tokens")
    {
        Description = $"Of a request; {UsualPrompt} unless said", HelpName = "COUNT",
    }.Within(0, 1e7, "it is the mean of all requests");

    private static readonly Option<double?> Reasoning = new Option<double?>("--reasoning-tokens")
    {
        Description = "That a chain thinks on average; all of its budget unless said", HelpName = "COUNT",
    }.Within(0, 1e7, "it is a mean, and no more than the budget counts");

    private static readonly Option<double?> Rate = new Option<double?>("--requests-per-second")
    {
        Description = "Of all tenants, split by their shares: how many replicas that needs", HelpName = "RATE",
    }.Within(1e-6, 1e6, "write 5 a minute as 0.0833");

    private static readonly Option<double?> Price = new Option<double?>("--price-per-hour")
    {
        Description = "Of one accelerator, in any currency: what answers and tokens cost", HelpName = "PRICE",
    }.Within(0, 1e6, "it is what one accelerator costs an hour");

    private static readonly Option<double?> Efficiency = new Option<double?>("--efficiency")
    {
        Description = $"Share of the devices' bandwidth and operations that kernels reach; {UsualEfficiency} unless said", HelpName = "0..1",
    }.Within(0.01, 1, "write 70 % as 0.7");

    public static Command Create()
    {
        var file = CommonOptions.File();
        var output = new Option<string>("--output", "-o") { Description = "text or json; svg for a plot", DefaultValueFactory = _ => "text" }
            .AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "text", "json", "svg");
        var command = new Command("plan", """
            Says what fits, how fast it is and what it costs, before anything is bought: from the manifest, the model's dimensions and the devices' data sheets.

            Example:
              reasonops plan -f config/samples/vllm-h100-80gb.yaml --requests-per-second 2 --price-per-hour 3
            """) { file, Pace, Prompt, Reasoning, Rate, Price, Efficiency, output };
        command.Run(async (parsed, cancellation) =>
        {
            var path = parsed.GetRequiredValue(file);
            var manifest = await ManifestFile.ReadWholeAsync(path, "nothing was planned", cancellation);
            if (manifest.Services.Count == 0) throw new WrongInputException($"{path}: holds no ReasoningService; give a manifest with one");
            var plans = manifest.Services.Select(service => CapacityPlanner.Plan(service, manifest.PoolOf(service), Assumed(parsed))).ToArray();
            Write(path, plans, parsed.GetRequiredValue(output));
        });
        return command;
    }

    private static Assumptions Assumed(ParseResult parsed) => new(
        parsed.GetValue(Pace) ?? UsualPace, parsed.GetValue(Prompt) ?? UsualPrompt, parsed.GetValue(Reasoning), parsed.GetValue(Rate), parsed.GetValue(Price),
        parsed.GetValue(Efficiency) ?? UsualEfficiency);

    private static void Write(string path, CapacityPlan[] plans, string output)
    {
        switch (output.ToLowerInvariant())
        {
            case "json":
                Console.WriteLine(JsonSerializer.Serialize(plans, CliJson.Default.CapacityPlanArray));
                break;
            case "svg" when plans is not [{ Lengths.Count: > 1 }]:
                throw new WrongInputException(plans.Length > 1
                    ? $"{path}: holds {plans.Length} services; a plot shows one, put each in a file of its own"
                    : $"{path}: there is nothing to plot: {string.Join("; ", plans[0].Unknown.Concat(plans[0].Warnings))}");
            case "svg":
                Console.Write(PlanPlot.Svg(plans[0]));
                break;
            default:
                foreach (var plan in plans) PlanText.Write(plan);
                break;
        }
    }
}
