using System.Xml.Linq;
using ReasonOps.Reasoning.Voting;
using ReasonOps.Tuning.Choosing;
using ReasonOps.Tuning.Measuring;
using ReasonOps.Tuning.Plots;

namespace ReasonOps.Tuning.Tests.Choosing;

public sealed class TunerTests
{
    [Fact]
    public void What_is_recommended_meets_its_interval_on_other_questions()
    {
        var report = Tune(Records.Simulated(60, 8, 21), new Goal.Accuracy(0.7));
        var (chosen, expected) = (report.Recommendation.Chosen, report.Recommendation.Expected);

        var fresh = new Replayer(Records.Simulated(60, 8, 22), seed: 99, tokensPerSecond: 1).Measure(chosen.Setting, CancellationToken.None);

        Assert.True(report.Recommendation.IsMet);
        Assert.True(expected.Interval.Overlaps(fresh.Interval), $"{chosen.Setting}: {expected.Interval} was promised, {fresh.Accuracy} came, {fresh.Interval}");
        Assert.InRange(fresh.MeanTokens / expected.MeanTokens, 0.7, 1.4);
    }

    [Fact]
    public void A_goal_of_tokens_is_kept()
    {
        var report = Tune(Records.Simulated(15, 6, 4), new Goal.Tokens(200));

        Assert.True(report.Recommendation.IsMet);
        Assert.InRange(report.Recommendation.Chosen.MeanTokens, 1, 200);
        Assert.DoesNotContain(report.Curve, each => each.MeanTokens <= 200 && each.Accuracy > report.Recommendation.Chosen.Accuracy);
    }

    [Fact]
    public void What_cannot_be_met_is_told_with_the_nearest()
    {
        var report = Tune(Records.Simulated(9, 4, 4), new Goal.Accuracy(1));

        Assert.False(report.Recommendation.IsMet);
        Assert.Equal(report.Curve.Max(each => each.Accuracy), report.Recommendation.Chosen.Accuracy);
    }

    [Fact]
    public void The_same_record_and_seed_give_the_same_report_however_many_at_once()
    {
        var questions = Records.Simulated(9, 4, 6);

        var (one, two) = (Tune(questions, new Goal.Tokens(200), parallel: 1), Tune(questions, new Goal.Tokens(200), parallel: 4));

        Assert.Equal(CurvePlot.Write(one), CurvePlot.Write(two));
        Assert.Equal(one.Recommendation.Chosen.Setting.ToString(), two.Recommendation.Chosen.Setting.ToString());
    }

    [Fact]
    public void No_setting_draws_more_chains_than_were_recorded()
    {
        var questions = Records.Simulated(6, 5, 6);

        Assert.All(Tune(questions, new Goal.Tokens(200)).Curve, each => Assert.InRange(each.Setting.Votes, 1, 5));
    }

    [Fact]
    public void The_plot_is_an_svg_with_every_setting_and_the_line()
    {
        var report = Tune(Records.Simulated(9, 5, 6), new Goal.Tokens(200));

        var svg = XDocument.Parse(CurvePlot.Write(report)).Root!;

        var ns = svg.Name.Namespace;
        Assert.Equal("http://www.w3.org/2000/svg", ns.NamespaceName);
        var titles = svg.Descendants(ns + "title").Select(title => title.Value).ToArray();
        Assert.All(report.Curve, each => Assert.Contains(titles, title => title.StartsWith($"{each.Setting}:", StringComparison.Ordinal)));
        var points = svg.Descendants(ns + "polyline").Single().Attribute("points")!.Value.Split(' ');
        Assert.Equal(report.Pareto.Count, points.Length);
        Assert.All(svg.Descendants().Attributes().Where(each => each.Name.LocalName is "cx" or "x" or "x1" or "x2"), each => Assert.InRange((double)each, 0, 860));
        Assert.All(svg.Descendants().Attributes().Where(each => each.Name.LocalName is "cy" or "y" or "y1" or "y2"), each => Assert.InRange((double)each, 0, 520));
    }

    private static TuneReport Tune(IReadOnlyList<Tuning.Samples.RecordedQuestion> questions, Goal goal, int parallel = 2) =>
        new Tuner(questions, new NumericEquivalence(), seed: 1, tokensPerSecond: 1, parallel).Tune(goal, (_, _) => { }, CancellationToken.None);
}
