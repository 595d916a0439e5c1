using System.Globalization;
using System.Text;
using System.Xml;
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
    private const string Namespace = "http://www.w3.org/2000/svg";

    /// <summary>Told apart by those who see few colours (Okabe and Ito).</summary>
    private static readonly string[] Colours = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8A8A00"];

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

    public static string Write(TuneReport report)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true })) new CurvePlot(report).Write(xml);
        return text.Append('\n').ToString();
    }

    private void Write(XmlWriter xml)
    {
        xml.WriteStartElement("svg", Namespace);
        Attributes(xml, ("viewBox", Invariant($"0 0 {Width} {Height}")), ("width", Width), ("height", Height), ("font-family", "sans-serif"), ("font-size", "12"));
        Element(xml, "rect", ("width", "100%"), ("height", "100%"), ("fill", "white"));
        Text(xml, _x.From, 26, "Accuracy against tokens a question", "start", 16);
        WriteAxes(xml);
        foreach (var each in _report.Curve) Dot(xml, each);
        WritePareto(xml);
        WriteRecommendation(xml);
        WriteLegend(xml);
        xml.WriteEndElement();
    }

    private void WriteAxes(XmlWriter xml)
    {
        foreach (var tick in _x.Ticks())
        {
            Line(xml, _x.Place(tick), _y.From, _x.Place(tick), _y.To, "#e6e6e6");
            Text(xml, _x.Place(tick), _y.From + 18, Axis.Text(tick), "middle");
        }
        foreach (var tick in _y.Ticks())
        {
            Line(xml, _x.From, _y.Place(tick), _x.To, _y.Place(tick), "#e6e6e6");
            Text(xml, _x.From - 8, _y.Place(tick) + 4, Axis.Text(tick), "end");
        }
        Line(xml, _x.From, _y.From, _x.To, _y.From, "#333333");
        Line(xml, _x.From, _y.From, _x.From, _y.To, "#333333");
        Text(xml, (_x.From + _x.To) / 2, Height - 14, "tokens of all chains, mean (logarithmic)", "middle");
        Text(xml, 14, _y.To - 10, "accuracy", "start");
    }

    private void WritePareto(XmlWriter xml)
    {
        foreach (var each in _report.Pareto)
        {
            var x = _x.Place(each.MeanTokens);
            Line(xml, x, _y.Place(each.Interval.Low), x, _y.Place(each.Interval.High), "#999999");
        }
        var points = string.Join(' ', _report.Pareto.Select(each => Invariant($"{_x.Place(each.MeanTokens):0.#},{_y.Place(each.Accuracy):0.#}")));
        Element(xml, "polyline", ("points", points), ("fill", "none"), ("stroke", "#333333"), ("stroke-width", "1.5"));
        foreach (var each in _report.Pareto) Dot(xml, each);
    }

    private void WriteRecommendation(XmlWriter xml)
    {
        var chosen = _report.Recommendation.Chosen;
        var (x, y) = (_x.Place(chosen.MeanTokens), _y.Place(chosen.Accuracy));
        Element(xml, "circle", ("cx", x), ("cy", y), ("r", "9"), ("fill", "none"), ("stroke", "#D00000"), ("stroke-width", "2"));
        var isLeft = x < (_x.From + _x.To) / 2;
        Text(xml, isLeft ? x + 14 : x - 14, Math.Min(y + 22, _y.From - 6), $"{chosen.Setting.Kind} {chosen.Setting.Votes}", isLeft ? "start" : "end");
    }

    private void WriteLegend(XmlWriter xml)
    {
        for (var i = 0; i < _kinds.Length; i++)
        {
            var y = _y.To + 12 + i * 20;
            Element(xml, "circle", ("cx", _x.To + 20), ("cy", y - 4), ("r", "5"), ("fill", Colour(_kinds[i])));
            Text(xml, _x.To + 32, y, _kinds[i], "start");
        }
        var below = _y.To + 22 + _kinds.Length * 20;
        Text(xml, _x.To + 14, below, "line: worth their tokens", "start", 11);
        Text(xml, _x.To + 14, below + 16, Invariant($"bars: {Bootstrap.Confidence:0 %} intervals"), "start", 11);
        Text(xml, _x.To + 14, below + 32, "ring: recommended", "start", 11);
    }

    private void Dot(XmlWriter xml, Measured each)
    {
        xml.WriteStartElement("circle", Namespace);
        Attributes(xml, ("cx", _x.Place(each.MeanTokens)), ("cy", _y.Place(each.Accuracy)), ("r", "3.5"), ("fill", Colour(each.Setting.Kind)), ("fill-opacity", "0.7"));
        xml.WriteElementString("title", Namespace, Invariant($"{each.Setting}: {each.Accuracy:0.000} for {each.MeanTokens:0} tokens"));
        xml.WriteEndElement();
    }

    private string Colour(string kind) => Colours[Array.IndexOf(_kinds, kind) % Colours.Length];

    private static void Line(XmlWriter xml, double x1, double y1, double x2, double y2, string colour) =>
        Element(xml, "line", ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("stroke", colour));

    private static void Text(XmlWriter xml, double x, double y, string text, string anchor, int size = 12)
    {
        xml.WriteStartElement("text", Namespace);
        Attributes(xml, ("x", x), ("y", y), ("text-anchor", anchor), ("font-size", size));
        xml.WriteString(text);
        xml.WriteEndElement();
    }

    private static void Element(XmlWriter xml, string name, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        xml.WriteStartElement(name, Namespace);
        Attributes(xml, attributes);
        xml.WriteEndElement();
    }

    private static void Attributes(XmlWriter xml, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        foreach (var (name, value) in attributes) xml.WriteAttributeString(name, value is double number ? Invariant($"{number:0.#}") : Invariant($"{value}"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
