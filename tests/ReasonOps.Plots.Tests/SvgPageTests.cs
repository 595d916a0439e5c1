using System.Globalization;
using System.Xml.Linq;

namespace ReasonOps.Plots.Tests;

public sealed class SvgPageTests
{
    [Fact]
    public void A_page_is_well_formed_whatever_is_written_on_it_and_the_same_in_every_language()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            var other = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            other.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = other;
            var svg = XDocument.Parse(SvgPage.Write(200, 100, page =>
            {
                page.Axes(new(1, 1000, 20, 180, Logarithmic: true), new(0, 1, 80, 20, Logarithmic: false), "<x> & \"more\"", "y");
                page.Polyline([(1.25, 2), (3, 4.5)], SvgPage.Colours[0]);
                page.Dot(1.5, 2, SvgPage.Colours[1], "a <b>");
            }));

            Assert.Equal("0 0 200 100", svg.Root!.Attribute("viewBox")!.Value);
            Assert.Contains(svg.Descendants(), each => each.Name.LocalName == "text" && each.Value == "<x> & \"more\"");
            Assert.Equal("1.3,2 3,4.5", svg.Descendants().Single(each => each.Name.LocalName == "polyline").Attribute("points")!.Value);
            Assert.Equal("1.5", svg.Descendants().Single(each => each.Name.LocalName == "circle").Attribute("cx")!.Value);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
