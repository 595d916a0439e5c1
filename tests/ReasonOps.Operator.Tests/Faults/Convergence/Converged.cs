using System.Diagnostics;
using ReasonOps.ControlPlane;
using ReasonOps.Operator.Tests.Faults.Operators;

namespace ReasonOps.Operator.Tests.Faults.Convergence;

/// <summary>The one measure of all faults: the picture of an undisturbed run, and then a while in which nothing is written.</summary>
internal static class Converged
{
    /// <summary>Beyond what operators let pass before they look again at what has just changed.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(800);

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <exception cref="TimeoutException">With what differs, what the operators asked for and what they logged.</exception>
    public static async Task AsAsync(Picture expected, LocalControlPlane plane, string @namespace, IReadOnlyList<ProxiedOperator> operators)
    {
        var since = Stopwatch.GetTimestamp();
        while (true)
        {
            var differences = expected.DifferencesTo(await Picture.TakeAsync(plane, @namespace));
            if (differences.Count == 0 && await IsQuietAsync(operators, Quiet)
                && (differences = expected.DifferencesTo(await Picture.TakeAsync(plane, @namespace))).Count == 0) return;
            if (Stopwatch.GetElapsedTime(since) > Patience) throw new TimeoutException(Story(differences, operators));
            await Task.Delay(25);
        }
    }

    /// <summary>Whether a span passes in which none of them writes anything; false as soon as one does.</summary>
    public static async Task<bool> IsQuietAsync(IReadOnlyList<ProxiedOperator> operators, TimeSpan span)
    {
        int Written() => operators.Sum(each => each.Writes.Count);
        var (written, since) = (Written(), Stopwatch.GetTimestamp());
        while (Stopwatch.GetElapsedTime(since) < span)
        {
            await Task.Delay(25);
            if (Written() != written) return false;
        }
        return true;
    }

    private static string Story(IReadOnlyList<string> differences, IReadOnlyList<ProxiedOperator> operators) => string.Join('\n', [
        $"not converged after {Patience}:", .. differences.DefaultIfEmpty("the objects are right, but it is never quiet"),
        .. operators.SelectMany((each, index) => each.Story.Prepend($"operator {index}:"))]);
}
