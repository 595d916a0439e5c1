using System.Globalization;
using System.Text;
using System.Xml;

namespace ReasonOps.Plots;

/// <summary>A drawing as SVG text, the same on every machine: lines, dots, words and axes.</summary>
public sealed class SvgPage
{
    private const string Namespace = "http://www.w3.org/2000/svg";

    private readonly XmlWriter _xml;

    private SvgPage(XmlWriter xml) => _xml = xml;

    /// <summary>Told apart by those who see few colours (Okabe and Ito).</summary>
    public static IReadOnlyList<string> Colours { get; } = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#8A8A00"];

    /// <summary>A white page of so many pixels.</summary>
    public static string Write(double width, double height, Action<SvgPage> draw)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("svg", Namespace);
            var page = new SvgPage(xml);
            page.Attributes(("viewBox", Invariant($"0 0 {width} {height}")), ("width", width), ("height", height), ("font-family", "sans-serif"), ("font-size", "12"));
            page.Element("rect", ("width", "100%"), ("height", "100%"), ("fill", "white"));
            draw(page);
            xml.WriteEndElement();
        }
        return text.Append('\n').ToString();
    }

    /// <summary>A grid with its numbers, and what they are.</summary>
    public void Axes(Axis x, Axis y, string xTitle, string yTitle)
    {
        foreach (var tick in x.Ticks())
        {
            Line(x.Place(tick), y.From, x.Place(tick), y.To, "#e6e6e6");
            Text(x.Place(tick), y.From + 18, Axis.Text(tick), "middle");
        }
        foreach (var tick in y.Ticks())
        {
            Line(x.From, y.Place(tick), x.To, y.Place(tick), "#e6e6e6");
            Text(x.From - 8, y.Place(tick) + 4, Axis.Text(tick), "end");
        }
        Line(x.From, y.From, x.To, y.From, "#333333");
        Line(x.From, y.From, x.From, y.To, "#333333");
        Text((x.From + x.To) / 2, y.From + 42, xTitle, "middle");
        Text(14, y.To - 10, yTitle, "start");
    }

    public void Line(double x1, double y1, double x2, double y2, string colour) =>
        Element("line", ("x1", x1), ("y1", y1), ("x2", x2), ("y2", y2), ("stroke", colour));

    public void Polyline(IEnumerable<(double X, double Y)> points, string colour, double width = 1.5) => Element("polyline",
        ("points", string.Join(' ', points.Select(point => Invariant($"{point.X:0.#},{point.Y:0.#}")))), ("fill", "none"), ("stroke", colour), ("stroke-width", width));

    /// <param name="anchor"><c>start</c>, <c>middle</c> or <c>end</c>: what of the text stands at the point.</param>
    /// <param name="size">In pixels.</param>
    public void Text(double x, double y, string text, string anchor, int size = 12)
    {
        _xml.WriteStartElement("text", Namespace);
        Attributes(("x", x), ("y", y), ("text-anchor", anchor), ("font-size", size));
        _xml.WriteString(text);
        _xml.WriteEndElement();
    }

    /// <param name="title">Shown when pointed at; null for none.</param>
    public void Dot(double x, double y, string colour, string? title = null)
    {
        _xml.WriteStartElement("circle", Namespace);
        Attributes(("cx", x), ("cy", y), ("r", "3.5"), ("fill", colour), ("fill-opacity", "0.7"));
        if (title is not null) _xml.WriteElementString("title", Namespace, title);
        _xml.WriteEndElement();
    }

    public void Element(string name, params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        _xml.WriteStartElement(name, Namespace);
        Attributes(attributes);
        _xml.WriteEndElement();
    }

    private void Attributes(params ReadOnlySpan<(string Name, object Value)> attributes)
    {
        foreach (var (name, value) in attributes) _xml.WriteAttributeString(name, value is double number ? Invariant($"{number:0.#}") : Invariant($"{value}"));
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
