using System.Runtime.CompilerServices;
using System.Text;
using ReasonOps.Reasoning.Answers;
using ReasonOps.Reasoning.Budgets;
using ReasonOps.Reasoning.Chains;
using ReasonOps.Reasoning.Running;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Rollouts.Running;
using ReasonOps.Rollouts.Search;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Tests.Trajectories;

/// <summary>Where tokens go in a tree, on an engine whose tokens do not keep to steps or letters.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task A_token_is_kept_with_the_stretch_that_it_begins_in_and_marks_with_the_answer()
    {
        // The trunk is left behind "one;", in the middle of the token "e; two".
        var tree = await TreeAsync(new Script(["<think>", "on", "e; two", ";", "</think>", "42", "<end>"], ["thr", "ee;", "</think>", "43", "<end>"]), leaves: 2);

        Assert.Equal(["one;", " two;", "three;"], tree.Nodes.Select(node => node.Text));
        Assert.Equal([[-0.0001, -1, -2], [-3], [-0.0001, -1]], tree.Nodes.Select(node => node.Logprobs!.ToArray()));
        Assert.Equal([[-4, -5, -6], [-2, -3, -4]], tree.Leaves.Select(leaf => leaf.Logprobs!.ToArray()));
        Assert.Equal([[0, 1, 2], [3], [0, 1]], tree.Nodes.Select(node => node.Ids!.ToArray()));
        Assert.Equal((3, 1, 2), (tree.Nodes[0].Tokens, tree.Nodes[1].Tokens, tree.Nodes[2].Tokens));
    }

    [Fact]
    public async Task Parts_of_a_letter_are_told_by_their_bytes_and_what_spells_something_else_is_left_out()
    {
        var letter = Encoding.UTF8.GetBytes("π");
        var script = new Script(["a", "b"]) { Bytes = [[(byte)'a'], letter[..1], letter[1..], [(byte)';'], [(byte)'7']], Thought = "aπ;", Content = "7" };
        var tree = await TreeAsync(script, leaves: 1);
        Assert.Equal([-0.0001, -1, -2, -3], tree.Nodes[0].Logprobs!);
        Assert.Equal([-4], tree.Leaves[0].Logprobs!);

        tree = await TreeAsync(new Script(["a", "b"]) { Bytes = [[(byte)'x']], Thought = "aπ;", Content = "7" }, leaves: 1);
        Assert.Equal((null, null), (tree.Nodes[0].Logprobs, tree.Leaves[0].Logprobs));
    }

    [Fact]
    public async Task What_other_weights_drew_says_so()
    {
        var script = new Script(["one;", " two;", "</think>", "42"], ["three;", "</think>", "43"]) { Weights = ["v1", "v2"] };
        var tree = await TreeAsync(script, leaves: 2);
        Assert.Equal("v1", tree.Weights);
        Assert.Equal([null, null, "v2"], tree.Nodes.Select(node => node.Weights));
        Assert.Equal([null, "v2"], tree.Leaves.Select(leaf => leaf.Weights));
        Assert.Equal(["v1", "v2"], Rollout.Of([tree]).Select(rollout => rollout.Weights));
    }

    [Fact]
    public async Task What_was_drawn_beyond_a_budget_is_no_token_of_the_chain()
    {
        var script = new Script(["a", "b", "c", ";", "d", "e"]) { Thought = "abc;de", Content = "", Forced = ["4", "2", "<end>"] };
        var tree = await TreeAsync(script, leaves: 1, reasoning: 4);
        Assert.Equal(("abc;", "42"), (tree.Nodes.Single().Text, tree.Leaves.Single().Content));
        Assert.Equal([-0.0001, -1, -2, -3], tree.Nodes[0].Logprobs!);
        Assert.Equal([-0.0001, -1, -2], tree.Leaves[0].Logprobs!);
        Assert.True(tree.Leaves[0].Cut);
    }

    private static async Task<TrajectoryTree> TreeAsync(Script script, int leaves, int reasoning = 1000)
    {
        var settings = World.Settings(SearchKind.Branching, leaves, leaves) with { Budget = new(reasoning, 100, null, null, WhenSpent.ForceAnswer), AnswerFormat = AnswerFormat.Create("Whole", null) };
        settings = settings with { Search = settings.Search with { Checks = false, Branching = 1 } };
        var draw = new TreeDraw(settings, (_, _) => new Runner(script, TimeProvider.System) { Steps = new StepFormat([";"]), Logprobs = true });
        return await draw.DrawAsync(Trees.Settled(1).Problem, "1+1=", new Slot(0, 0, leaves), CancellationToken.None);
    }

    /// <summary>Chains by the tokens they are drawn in; all come as one answer.</summary>
    private sealed class Script(params string[][] chains) : IChainSampler
    {
        public byte[][]? Bytes { get; init; }
        public string? Thought { get; init; }
        public string? Content { get; init; }
        public string[]? Weights { get; init; }

        /// <summary>What it says when its thinking is closed for it.</summary>
        public string[]? Forced { get; init; }

        public async IAsyncEnumerable<ChainEvent> SampleAsync(ChainsRequest request, [EnumeratorCancellation] CancellationToken cancellation)
        {
            Assert.True(request.Logprobs);
            await Task.Yield();
            for (var chain = request.First; chain < request.First + request.Count; chain++)
            {
                var closed = request.Continues is { Closed: true };
                var text = string.Concat(closed ? ["</think>", .. Forced!] : chains[chain]).Replace("<think>", "", StringComparison.Ordinal).Replace("<end>", "", StringComparison.Ordinal).Split("</think>");
                var (thought, content) = closed ? ("", text[1]) : (Thought ?? text[0], Content ?? text[1]);
                var bytes = Bytes ?? [.. (closed ? Forced! : chains[chain]).Select(Encoding.UTF8.GetBytes)];
                yield return new ChainEvent.Drawn(chain, [.. bytes.Select((token, i) => new DrawnToken(token, i == 0 ? -0.00007 : -i, i))]);
                yield return new ChainEvent.Thought(chain, thought, thought.Length);
                yield return new ChainEvent.Said(chain, content, content.Length);
                yield return new ChainEvent.Ended(chain, ChainEnd.Stopped, Weights: Weights?[chain]);
            }
        }
    }
}
