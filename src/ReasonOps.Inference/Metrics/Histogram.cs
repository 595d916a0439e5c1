using System.Globalization;
using System.Text;

namespace ReasonOps.Inference.Metrics;

/// <summary>Counts of observations up to each bound. One writer; a scrape may be behind by the observation under way.</summary>
internal sealed class Histogram(params double[] bounds)
{
    private readonly long[] _counts = new long[bounds.Length + 1];
    private double _sum;

    public void Observe(double value)
    {
        var bucket = Array.FindIndex(bounds, bound => value <= bound);
        _counts[bucket < 0 ? bounds.Length : bucket]++;
        _sum += value;
    }

    public void Write(StringBuilder text, string name, string labels)
    {
        text.Append(CultureInfo.InvariantCulture, $"# TYPE {name} histogram\n");
        var total = 0L;
        for (var i = 0; i <= bounds.Length; i++)
        {
            total += _counts[i];
            var bound = i < bounds.Length ? bounds[i].ToString(CultureInfo.InvariantCulture) : "+Inf";
            text.Append(CultureInfo.InvariantCulture, $"{name}_bucket{{{labels},le=\"{bound}\"}} {total}\n");
        }
        text.Append(CultureInfo.InvariantCulture, $"{name}_sum{{{labels}}} {_sum}\n{name}_count{{{labels}}} {total}\n");
    }
}
