using System.Globalization;
using System.Text;
using System.Xml;

namespace ReasonOps.Capacity.Simulation.Results;

/// <summary>What policies did over time, as an SVG: a band each, with its replicas, what the demand would fill of them, and where promises were missed.</summary>
public static class TimelinePlot
{
    private const double Width = 960;
    private const double Band = 92;
    private const double Left = 190;
    private const double Right = 24;
    private const double Top = 56;
    private const int MostPoints = 300;
    private const string Namespace = "http://www.w3.org/2000/svg";

    /// <param name="title">Above the plot.</param>
    /// <param name="outcomes">Of one load, one or more.</param>
    /// <param name="capacity">KV tokens that fit a replica.</param>
    public static string Write(string title, IReadOnlyList<Outcome> outcomes, long capacity)
    {
        var text = new StringBuilder();
        using (var xml = XmlWriter.Create(text, new XmlWriterSettings { Indent = true, OmitXmlDeclaration = true }))
        {
            xml.WriteStartElement("svg", Namespace);
            var height = Top + Band * outcomes.Count + 34;
            Attributes(xml, ("viewBox", Invariant($"0 0 {Width} {height}")), ("width", Width), ("height", height), ("font-family", "sans-serif"), ("font-size", "12"));
            Element(xml, "rect", ("width", "100%"), ("height", "100%"), ("fill", "white"));
            Text(xml, 14, 22, title, "start", 16);
            Text(xml, 14, 42, "blue: replicas that answer, light: with those that start or drain; orange: KV tokens in use, in replicas; red: requests not served as promised", "start", 11);
            var seconds = Math.Max(1, outcomes.Max(outcome => outcome.Moments.Count == 0 ? 0 : outcome.Moments[^1].At));
            var most = Math.Max(1, outcomes.Max(outcome => outcome.MostReplicas));
            for (var i = 0; i < outcomes.Count; i++) WriteBand(xml, outcomes[i], Top + i * Band, seconds, most, capacity);
            WriteHours(xml, Top + outcomes.Count * Band, seconds);
            xml.WriteEndElement();
        }
        return text.Append('\n').ToString();
    }

    private static void WriteBand(XmlWriter xml, Outcome outcome, double top, double seconds, int most, long capacity)
    {
        var floor = top + Band - 14;
        Text(xml, 14, top + 18, outcome.Policy, "start", 13);
        Text(xml, 14, top + 36, Invariant($"{100 * outcome.Attainment:0.00} % as promised"), "start", 11);
        Text(xml, 14, top + 51, Invariant($"{outcome.GpuHours:0.0} GPU-hours, {outcome.Turns} turns"), "start", 11);
        Text(xml, Left - 6, top + 14, Invariant($"{most}"), "end", 10);
        Text(xml, Left - 6, floor, "0", "end", 10);
        var moments = Thin(outcome.Moments);
        Area(moment => moment.Ready + moment.Starting + moment.Draining, "#BBD6EA");
        Area(moment => moment.Ready, "#0072B2");
        var line = string.Join(' ', moments.Select(moment => Invariant($"{X(moment.At):0.#},{Y(moment.Tokens / capacity):0.#}")));
        Element(xml, "polyline", ("points", line), ("fill", "none"), ("stroke", "#E69F00"), ("stroke-width", "1.5"));
        foreach (var moment in moments.Where(moment => moment.Missed > 0))
            Element(xml, "rect", ("x", X(moment.At) - 1.5), ("y", floor + 2), ("width", 3.0), ("height", "6"), ("fill", "#D00000"));
        Element(xml, "line", ("x1", Left), ("y1", floor), ("x2", Width - Right), ("y2", floor), ("stroke", "#333333"));

        double X(double at) => Left + (Width - Left - Right) * at / seconds;
        double Y(double replicas) => floor - (Band - 24) * Math.Min(1, replicas / most);

        void Area(Func<Moment, int> count, string colour)
        {
            var points = new StringBuilder(Invariant($"{X(0):0.#},{floor:0.#}"));
            var before = floor;
            foreach (var moment in moments)
            {
                var y = Y(count(moment));
                if (y != before) points.Append(Invariant($" {X(moment.At):0.#},{before:0.#} {X(moment.At):0.#},{y:0.#}"));
                before = y;
            }
            points.Append(Invariant($" {X(moments[^1].At):0.#},{before:0.#} {X(moments[^1].At):0.#},{floor:0.#}"));
            Element(xml, "polygon", ("points", points.ToString()), ("fill", colour), ("fill-opacity", "0.8"));
        }
    }

    private static void WriteHours(XmlWriter xml, double y, double seconds)
    {
        var unit = seconds > 4 * 3600 ? 3600 : 600;
        for (var at = 0; at <= seconds; at += unit * Math.Max(1, (int)(seconds / unit / 12)))
            Text(xml, Left + (Width - Left - Right) * at / seconds, y + 14, unit == 3600 ? $"{at / 3600} h" : $"{at / 60} min", "middle", 10);
    }

    /// <summary>Not more points than can be seen; what was missed is summed, so that none is lost.</summary>
    private static List<Moment> Thin(IReadOnlyList<Moment> moments)
    {
        var step = Math.Max(1, (moments.Count + MostPoints - 1) / MostPoints);
        return moments.Count == 0 ? [default] : [.. moments.Chunk(step).Select(chunk => chunk[0] with { Missed = chunk.Sum(moment => moment.Missed) })];
    }

    private static void Text(XmlWriter xml, double x, double y, string text, string anchor, int size)
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
