using System.CommandLine;
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
    var command = parsed.CommandResult.Command;
    Console.Error.WriteLine(command is RootCommand ? "see: reasonops --help" : $"see: reasonops {command.Name} --help");
    return ExitCode.WrongInput;
}
using var interrupts = new Interrupts();
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, interrupts.Token);
