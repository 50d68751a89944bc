using System.Xml.Linq;
using Striate.Insight;

namespace Striate.Tests.Insight;

public class LineChartTests
{
    [Fact]
    public void PointsLieWhereTheAxesPutThem()
    {
        var svg = XDocument.Parse(LineChart.ToSvg("a < b", "epoch", ("one", [(1, 0), (2, 10), (3, 5)]), ("none", []), ("two", [(1, 10), (3, 0)])));
        var lines = svg.Descendants().Where(element => element.Name.LocalName == "polyline").Select(element => element.Attribute("points")!.Value).ToList();
        // The axes go from 52 to 508 and from 222 up to 34: 2 is half way across, 5 half way up.
        Assert.Equal(["52,222 280,34 508,128", "52,34 508,222"], lines);
        Assert.Equal("a < b", (string?)svg.Root!.Attribute("aria-label"));
        Assert.Contains(svg.Descendants(), element => element.Name.LocalName == "title" && element.Value == "epoch 2: 10");
        Assert.Equal(["one", "two"], svg.Descendants().Where(element => element.Attribute("style") is not null).Select(element => element.Value));
    }

    [Fact]
    public void EqualNumbersLieInTheMiddle() =>
        Assert.Contains("points=\"280,128\"", LineChart.ToSvg("still", "epoch", ("one", [(1, 3)])), StringComparison.Ordinal);

    [Fact]
    public void NothingToDrawSaysSo()
    {
        Assert.Equal("A chart has 1 to 8 series with points, not 0.", Assert.Throws<ArgumentException>(() => LineChart.ToSvg("", "", ("none", []))).Message);
        Assert.Equal("The series 'wild' has a number that is not finite.", Assert.Throws<ArgumentException>(() => LineChart.ToSvg("", "", ("tame", [(0, 0)]), ("wild", [(0, double.NaN)]))).Message);
    }
}
