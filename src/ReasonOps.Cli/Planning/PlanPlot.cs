using ReasonOps.Plots;

namespace ReasonOps.Cli.Planning;

/// <summary>A plan by the length of a chain, as an SVG: KV bytes, the largest batch under its three roofs, throughput.</summary>
internal static class PlanPlot
{
    private const double Width = 860;
    private const double Height = 900;
    private const double Panel = 280;
    private const double Right = 690;

    /// <param name="plan">Of two lengths or more.</param>
    public static string Svg(CapacityPlan plan) => SvgPage.Write(Width, Height, page =>
    {
        page.Text(64, 26, $"{plan.Model} on {plan.Devices}, {plan.Assumptions.TokensPerSecondPerUser:0.##} tokens/s a user", "start", 16);
        Draw(page, plan, 0, "KV cache of a chain, GB", [("KV cache", each => each.KeyValueBytes / 1e9)]);
        Draw(page, plan, 1, "largest batch, by what binds",
        [
            ("batch", each => each.Batch), ("by capacity", each => each.Limits.Capacity), ("by bandwidth", each => each.Limits.Bandwidth), ("by FLOPs", each => each.Limits.Compute),
        ]);
        Draw(page, plan, 2, "tokens a second of a replica", [("tokens/s", each => each.TokensPerSecond)]);
    });

    private static void Draw(SvgPage page, CapacityPlan plan, int panel, string title, IReadOnlyList<(string Name, Func<LengthPlan, double> Of)> lines)
    {
        var (top, values) = (62 + panel * Panel, lines.SelectMany(line => plan.Lengths.Select(line.Of)).Where(value => value > 0).DefaultIfEmpty(1).ToArray());
        var x = new Axis(plan.Lengths[0].Tokens, plan.Lengths[^1].Tokens, 64, Right, Logarithmic: true);
        var y = new Axis(values.Min() * 0.8, values.Max() * 1.25, top + Panel - 90, top, Logarithmic: true);
        page.Axes(x, y, "CoT tokens (logarithmic)", title);
        for (var i = 0; i < lines.Count; i++)
        {
            var (name, of) = lines[i];
            var points = plan.Lengths.Where(each => of(each) > 0).Select(each => (X: x.Place(each.Tokens), Y: y.Place(of(each)), Value: of(each))).ToArray();
            page.Polyline(points.Select(point => (point.X, point.Y)), SvgPage.Colours[i], i == 0 ? 2.5 : 1);
            if (i == 0)
            {
                foreach (var point in points) page.Dot(point.X, point.Y, SvgPage.Colours[0], Axis.Text(point.Value));
            }
            page.Line(Right + 14, top + 8 + i * 20, Right + 34, top + 8 + i * 20, SvgPage.Colours[i]);
            page.Text(Right + 40, top + 12 + i * 20, name, "start");
        }
    }
}
