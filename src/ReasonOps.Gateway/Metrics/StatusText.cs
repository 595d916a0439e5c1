using System.Globalization;

namespace ReasonOps.Gateway.Metrics;

/// <summary>HTTP statuses as label values, made once.</summary>
internal static class StatusText
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, 600).Select(status => status.ToString(CultureInfo.InvariantCulture))];

    public static string Of(int status) => status is >= 0 and < 600 ? Texts[status] : "other";
}
