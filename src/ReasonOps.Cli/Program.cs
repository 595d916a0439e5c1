using System.CommandLine;
using ReasonOps.Cli.Commands;
using ReasonOps.Cli.Output;

var root = new RootCommand("ReasonOps runs reasoning models: votes, budgets and tenants in front of inference engines.")
{
    UpCommand.Create(), EvaluateCommand.Create(), GatewayCommand.Create(), EngineCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Errors.Count > 0)
{
    foreach (var error in parsed.Errors) Console.Error.WriteLine(Unspoken.Secrets(error.Message));
    Console.Error.WriteLine($"see: {string.Join(' ', parsed.CommandResult.Command.Parents.Prepend(parsed.CommandResult.Command).Reverse().Select(part => part is RootCommand ? "reasonops" : part.Name))} --help");
    return ExitCode.WrongInput;
}
using var interrupts = new Interrupts();
return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null }, interrupts.Token);
