using System.CommandLine;
using System.CommandLine.Parsing;
using ReasonOps.Cli.Commands;
using ReasonOps.Cli.Output;

var root = new RootCommand("ReasonOps runs reasoning models: votes, budgets and tenants in front of inference engines.")
{
    UpCommand.Create(), EvaluateCommand.Create(), TuneCommand.Create(), RolloutCommand.Create(), PlanCommand.Create(), SimulateCommand.Create(), RenderCommand.Create(),
    CrdsCommand.Create(), OperatorCommand.Create(), GatewayCommand.Create(), EngineCommand.Create(), ScorerCommand.Create(), VerifierCommand.Create(), ProbeCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors) Console.Error.WriteLine(Unspoken.Secrets(error.Message));
    Console.Error.WriteLine($"see: {string.Join(' ', NamesOf(parsed.CommandResult).Reverse().Prepend("reasonops"))} --help");
    return ExitCode.WrongInput;
}
using var interrupts = new Interrupts();
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, interrupts.Token);

static IEnumerable<string> NamesOf(CommandResult command)
{
    for (var at = command; at is { Command: not RootCommand }; at = at.Parent as CommandResult) yield return at.Command.Name;
}
