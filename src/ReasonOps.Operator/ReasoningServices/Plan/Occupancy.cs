using System.Globalization;

namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Occupancy as the status tells it: in whole percent, and anew only when it is another by so much that it matters.</summary>
internal static class Occupancy
{
    /// <summary>Of a hundred; below it the status keeps what it said.</summary>
    private const double Step = 5;

    /// <param name="told">As <c>71%</c>; null where nothing was.</param>
    /// <param name="now">0 to 1; null where it is not known.</param>
    public static string? Next(string? told, double? now)
    {
        if (now is not { } share) return null;
        var percent = Math.Round(100 * share);
        var before = double.TryParse(told?.TrimEnd('%'), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : (double?)null;
        // Nothing in use is told as that, however near it was.
        return before is { } known && Math.Abs(known - percent) < Step && (percent > 0 || known == 0) ? told : string.Create(CultureInfo.InvariantCulture, $"{percent}%");
    }
}
