using System.Globalization;
using ReasonOps.Plots;
using ReasonOps.Tuning.Choosing;
using ReasonOps.Tuning.Measuring;
using ReasonOps.Tuning.Statistics;

namespace ReasonOps.Tuning.Plots;

/// <summary>Accuracy against tokens as an SVG: every setting a dot, what is worth its tokens a line, the recommendation a ring.</summary>
public sealed class CurvePlot
{
    private const double Width = 860;
    private const double Height = 520;
    private const double Legend = 170;

    private readonly TuneReport _report;
    private readonly string[] _kinds;
    private readonly Axis _x;
    private readonly Axis _y;

    private CurvePlot(TuneReport report)
    {
        _report = report;
        _kinds = [.. report.Curve.Select(each => each.Setting.Kind).Distinct()];
        _x = new Axis(Math.Max(1e-3, report.Curve.Min(each => each.MeanTokens) * 0.8), report.Curve.Max(each => each.MeanTokens) * 1.25 + 1e-3, 64, Width - Legend, Logarithmic: true);
        var least = Math.Min(report.Curve.Min(each => each.Accuracy), report.Pareto.Min(each => each.Interval.Low));
        _y = new Axis(Math.Max(0, least - 0.03), Math.Min(1, report.Curve.Max(each => each.Accuracy) + 0.06), Height - 56, 48, Logarithmic: false);
    }

    public static string Write(TuneReport report) => SvgPage.Write(Width, Height, new CurvePlot(report).Draw);

    private void Draw(SvgPage page)
    {
        page.Text(_x.From, 26, "Accuracy against tokens a question", "start", 16);
        page.Axes(_x, _y, "tokens of all chains, mean (logarithmic)", "accuracy");
        foreach (var each in _report.Curve) Dot(page, each);
        DrawPareto(page);
        DrawRecommendation(page);
        DrawLegend(page);
    }

    private void DrawPareto(SvgPage page)
    {
        foreach (var each in _report.Pareto)
        {
            var x = _x.Place(each.MeanTokens);
            page.Line(x, _y.Place(each.Interval.Low), x, _y.Place(each.Interval.High), "#999999");
        }
        page.Polyline(_report.Pareto.Select(each => (_x.Place(each.MeanTokens), _y.Place(each.Accuracy))), "#333333");
        foreach (var each in _report.Pareto) Dot(page, each);
    }

    private void DrawRecommendation(SvgPage page)
    {
        var chosen = _report.Recommendation.Chosen;
        var (x, y) = (_x.Place(chosen.MeanTokens), _y.Place(chosen.Accuracy));
        page.Element("circle", ("cx", x), ("cy", y), ("r", "9"), ("fill", "none"), ("stroke", "#D00000"), ("stroke-width", "2"));
        var isLeft = x < (_x.From + _x.To) / 2;
        page.Text(isLeft ? x + 14 : x - 14, Math.Min(y + 22, _y.From - 6), $"{chosen.Setting.Kind} {chosen.Setting.Votes}", isLeft ? "start" : "end");
    }

    private void DrawLegend(SvgPage page)
    {
        for (var i = 0; i < _kinds.Length; i++)
        {
            var y = _y.To + 12 + i * 20;
            page.Element("circle", ("cx", _x.To + 20), ("cy", y - 4), ("r", "5"), ("fill", Colour(_kinds[i])));
            page.Text(_x.To + 32, y, _kinds[i], "start");
        }
        var below = _y.To + 22 + _kinds.Length * 20;
        page.Text(_x.To + 14, below, "line: worth their tokens", "start", 11);
        page.Text(_x.To + 14, below + 16, Invariant($"bars: {Bootstrap.Confidence:0 %} intervals"), "start", 11);
        page.Text(_x.To + 14, below + 32, "ring: recommended", "start", 11);
    }

    private void Dot(SvgPage page, Measured each) => page.Dot(
        _x.Place(each.MeanTokens), _y.Place(each.Accuracy), Colour(each.Setting.Kind), Invariant($"{each.Setting}: {each.Accuracy:0.000} for {each.MeanTokens:0} tokens"));

    private string Colour(string kind) => SvgPage.Colours[Array.IndexOf(_kinds, kind) % SvgPage.Colours.Count];

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
