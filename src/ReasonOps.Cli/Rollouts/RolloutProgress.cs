using System.Globalization;

namespace ReasonOps.Cli.Rollouts;

/// <summary>One line on standard error that says how far a job has come.</summary>
internal sealed class RolloutProgress(RolloutWatch watch)
{
    private const int BarWidth = 10;

    /// <summary>Writes it every second until cancelled; nothing where that is no terminal.</summary>
    public async Task ShowAsync(CancellationToken cancellation)
    {
        if (Console.IsErrorRedirected) return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation)) await Console.Error.WriteAsync($"\r{Line()}\u001b[K");
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteAsync("\r\u001b[K");
        }
    }

    /// <summary>Writes it as a line of a log, every so often, until cancelled.</summary>
    public async Task LogAsync(TimeSpan every, TextWriter log, CancellationToken cancellation)
    {
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellation)) await log.WriteLineAsync(Line().TrimStart());
        }
        catch (OperationCanceledException)
        {
            // It is over.
        }
    }

    /// <summary>As <c> 62 % ######----  19,840/32,000   kept 9,112   pass@1 0.52   pass@16 0.94   41k tokens/s   00:48 left</c>.</summary>
    public string Line()
    {
        var (figures, wanted, (tokens, rollouts)) = (watch.Figures, watch.Wanted, watch.Rates());
        var share = wanted == 0 ? 1 : Math.Min(1, (double)figures.Rollouts / wanted);
        var bar = (int)(share * BarWidth);
        var left = rollouts <= 0 ? "" : $"   {Left((wanted - figures.Rollouts) / rollouts)} left";
        var coverage = string.Concat(figures.PassAt.Where(pair => pair.Key is 1 or 16).Select(pair => Text($"   pass@{pair.Key} {pair.Value.Mean:0.00}")));
        return Text($"{100 * share,3:0} % {new string('#', bar)}{new string('-', BarWidth - bar)}  {figures.Rollouts:N0}/{wanted:N0}   kept {figures.Kept:N0}{coverage}   {Rate(tokens)} tokens/s{left}")
            + (watch.LastTrouble is { } trouble ? $"   {trouble}" : "");
    }

    private static string Left(double seconds) => seconds < TimeSpan.SecondsPerDay
        ? TimeSpan.FromSeconds(Math.Max(0, seconds)).ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture)
        : Text($"{seconds / TimeSpan.SecondsPerDay:0.0} days");

    private static string Rate(double rate) => rate >= 10_000 ? Text($"{rate / 1000:0}k") : Text($"{rate:0}");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
