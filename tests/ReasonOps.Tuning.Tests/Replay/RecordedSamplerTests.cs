using FsCheck;
using FsCheck.Fluent;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Tuning.Replay;
using ReasonOps.Tuning.Samples;

namespace ReasonOps.Tuning.Tests.Replay;

public sealed class RecordedSamplerTests
{
    [Fact]
    public void Every_sample_is_drawn_once_in_an_order_of_the_seed() => Prop.ForAll(
        Gen.Choose(1, 40).ToArbitrary(), Gen.Choose(0, 1000).ToArbitrary(), (samples, seed) =>
        {
            var question = Records.Question("q", [.. Enumerable.Range(0, samples).Select(i => Records.Sample($"{i}"))]);
            string?[] Drawn() => [.. Play(question, seed, new ChainsRequest(0, samples, null, 100, 100)).OfType<ChainEvent.Said>().OrderBy(said => said.Chain).Select(said => said.Text)];
            return Drawn().SequenceEqual(Drawn()) && Drawn().Order().SequenceEqual(question.Samples.Select(sample => sample.Answer).Order());
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Chains_come_side_by_side_so_that_shorter_ones_end_first()
    {
        var question = Records.Question("q", Records.Sample("long", 300), Records.Sample("short", 20), Records.Sample("middle", 90));

        var said = Play(question, 1, new ChainsRequest(0, 3, null, 1000, 10)).OfType<ChainEvent.Said>().Select(each => each.Text);

        Assert.Equal(["short", "middle", "long"], said);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Texts_and_tokens_come_back_whole_however_they_are_told(bool watched)
    {
        var sample = Records.Sample("the answer", 57, 9) with { Reasoning = "What was thought, at some length.", Confidences = [.. Enumerable.Range(0, 66).Select(i => (float)i)] };

        var events = Play(Records.Question("q", sample), 1, new ChainsRequest(0, 1, null, 100, 100) { Confidences = watched });

        var (thoughts, said) = (events.OfType<ChainEvent.Thought>().ToArray(), events.OfType<ChainEvent.Said>().ToArray());
        Assert.Equal((sample.Reasoning, 57), (string.Concat(thoughts.Select(each => each.Text)), thoughts.Sum(each => each.Tokens)));
        Assert.Equal((sample.Content, 9), (string.Concat(said.Select(each => each.Text)), said.Sum(each => each.Tokens)));
        Assert.Equal(sample.Confidences!.Select(each => (double)each), thoughts.SelectMany(each => each.Confidences!).Concat(said.SelectMany(each => each.Confidences!)));
        Assert.Equal(watched, thoughts.Length > 1);
        Assert.Equal(ChainEnd.Stopped, Assert.IsType<ChainEvent.Ended>(events[^1]).End);
    }

    [Fact]
    public void An_answer_whose_tokens_were_not_recorded_is_still_said()
    {
        var events = Play(Records.Question("q", Records.Sample("7", said: 0)), 1, new ChainsRequest(0, 1, null, 100, 100));

        Assert.Equal(("7", 0), events.OfType<ChainEvent.Said>().Select(said => (said.Text, said.Tokens)).Single());
    }

    [Fact]
    public void What_is_given_up_has_come_as_far_as_its_time()
    {
        var question = Records.Question("q", Records.Sample("1", 49), Records.Sample("1", 199));

        var events = Play(question, 1, new ChainsRequest(0, 2, null, 1000, 10), enough: e => e is ChainEvent.Ended);

        var tokens = events.OfType<ChainEvent.Thought>().GroupBy(each => each.Chain).Select(chain => chain.Sum(each => each.Tokens)).Order();
        Assert.Equal([49, 50], tokens);
        Assert.Single(events.OfType<ChainEvent.Ended>());
    }

    [Fact]
    public void More_chains_than_were_recorded_fail_and_say_so()
    {
        var ended = Play(Records.Question("q", Records.Sample("1")), 1, new ChainsRequest(0, 2, null, 100, 10)).OfType<ChainEvent.Ended>().ToDictionary(each => each.Chain);

        Assert.Equal((ChainEnd.Stopped, ChainEnd.Failed, "only 1 samples of q are recorded"), (ended[0].End, ended[1].End, ended[1].Reason));
    }

    [Fact]
    public void A_sample_is_not_gone_on_from()
    {
        var request = new ChainsRequest(0, 1, null, 100, 10, new Continuation("so far", Closed: true));

        Assert.Equal(ChainEnd.Refused, Assert.IsType<ChainEvent.Ended>(Assert.Single(Play(Records.Question("q", Records.Sample("1")), 1, request))).End);
    }

    /// <summary>At one token a second, until its end or until there is enough.</summary>
    private static List<ChainEvent> Play(RecordedQuestion question, int seed, ChainsRequest request, Func<ChainEvent, bool>? enough = null) => Simulation.Run(async time =>
    {
        using var over = new CancellationTokenSource();
        var events = new List<ChainEvent>();
        await foreach (var e in new RecordedSampler(question, seed, 1, time).SampleAsync(request, over.Token))
        {
            events.Add(e);
            if (enough?.Invoke(e) is true) await over.CancelAsync();
        }
        return events;
    });
}
