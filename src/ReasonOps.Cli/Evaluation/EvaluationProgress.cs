using Spectre.Console;

namespace ReasonOps.Cli.Evaluation;

/// <summary>A bar for each tenant, on standard error: what is piped is the table alone. Quiet where that is no terminal.</summary>
internal static class EvaluationProgress
{
    /// <param name="work">Gets a function that begins a bar and returns what moves it on by one.</param>
    public static Task RunAsync(Func<Func<string, int, Action>, Task> work)
    {
        if (Console.IsErrorRedirected) return work((_, _) => () => { });
        var terminal = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return terminal.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(progress => work((name, count) =>
            {
                var bar = progress.AddTask(name, maxValue: count);
                return () => bar.Increment(1);
            }));
    }
}
