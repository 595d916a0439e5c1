using System.Text.Json.Nodes;
using ReasonOps.Reasoning.Steps;
using ReasonOps.Rollouts.Datasets;
using ReasonOps.Rollouts.Pruning;
using ReasonOps.Rollouts.Trajectories;

namespace ReasonOps.Rollouts.Tests.Datasets;

/// <summary>Each format against the fields that its readers document.</summary>
public sealed class FormatTests
{
    private static readonly DatasetSettings Settings = new() { Source = "berry", Steps = new StepFormat([";"]) };

    private static readonly FinishedProblem Problem = Trees.Finished(1, Trees.Fork(1, "1+1;", ("=2;", "2", Verdict.Right), ("=3;", "3", Verdict.Wrong)));

    [Fact]
    public void Sft() => Same(
        """{"id":"p1/0/0","prompt":[{"role":"user","content":"1+1="}],"completion":[{"role":"assistant","content":"<think>\n1+1;=2;\n</think>\n\n2"}]}""",
        new SftFormat(Settings));

    [Fact]
    public void Preferences() => Same(
        """
        {"id":"p1/0/0>1","prompt":[{"role":"user","content":"1+1="}],"chosen":[{"role":"assistant","content":"<think>\n1+1;=2;\n</think>\n\n2"}],
         "rejected":[{"role":"assistant","content":"<think>\n1+1;=3;\n</think>\n\n3"}],"shared":5}
        """, new PreferencesFormat(Settings));

    [Fact]
    public void Stepwise_supervision() => Same(
        """
        {"id":"p1/0/0","prompt":"1+1=","completions":["1+1;","=2;"],"labels":[true,true],"soft":[0.5,1]}
        {"id":"p1/0/1","prompt":"1+1=","completions":["1+1;","=3;"],"labels":[true,false],"soft":[0.5,0]}
        """, new StepwiseFormat(Settings));

    [Fact]
    public void Math_Shepherd() => Same(
        """
        {"input":"1+1= 1+1; ки\n=2; ки","label":"1+1= 1+1; +\n=2; +","task":"berry"}
        {"input":"1+1= 1+1; ки\n=3; ки","label":"1+1= 1+1; +\n=3; -","task":"berry"}
        """, new MathShepherdFormat(Settings));

    [Fact]
    public void Prompts() => Same(
        """
        {"data_source":"berry","prompt":[{"role":"user","content":"1+1="}],"ability":"math","reward_model":{"style":"rule","ground_truth":"2"},
         "extra_info":{"index":1,"id":"p1","variant":0,"rollouts":2,"pass_at_1":0.5}}
        """, new PromptsFormat(Settings));

    [Fact]
    public void Advantages() => Same(
        """
        {"id":"p1/0","prompt":"1+1=","completions":["<think>\n1+1;=2;\n</think>\n\n2","<think>\n1+1;=3;\n</think>\n\n3"],"rewards":[1,0],"advantages":[1,-1]}
        """, new AdvantagesFormat(Settings));

    [Fact]
    public void Preference_lists() => Same(
        """
        {"id":"p1/0","prompt":[{"role":"user","content":"1+1="}],"responses":["<think>\n1+1;=2;\n</think>\n\n2","<think>\n1+1;=3;\n</think>\n\n3"],"scores":[1,0],"shared":5}
        """, new PreferenceListsFormat(Settings));

    [Fact]
    public void Soft_labels_are_shares()
    {
        var line = Lines(new StepwiseFormat(Settings with { Soft = true })).First();
        Assert.Equal("[0.5,1]", line["labels"]!.ToJsonString());
    }

    [Fact]
    public void Trajectories_store_what_is_shared_once()
    {
        var line = Assert.Single(Lines(new TrajectoriesFormat(Settings)));
        Assert.Equal(3, line["nodes"]!.AsArray().Count);
        Assert.Equal("[0]", line["kept"]!.ToJsonString());
        Assert.Equal("1+1=", line["prompt"]!.GetValue<string>());
    }

    [Fact]
    public void What_was_mended_is_trained_on_with_what_was_said_of_the_mistake_and_a_hint_is_not()
    {
        JsonObject Sft(bool hinted)
        {
            var wrong = Trees.Chain(1, 0, "1+1;", "3", Verdict.Wrong);
            var revision = new Revision("Not 3.", "1+1=2;", "2", 7, "2", Verdict.Right) { Hinted = hinted };
            var tree = wrong with { Leaves = [wrong.Leaves[0] with { Revisions = [revision] }] };
            return Assert.Single(new SftFormat(Settings).Lines(Trees.Finished(1, tree), Pruner.Prune(Rollout.Of([tree]), new PruneSettings())));
        }
        Assert.Equal("""[{"role":"user","content":"1+1="},{"role":"assistant","content":"3"},{"role":"user","content":"Not 3."}]""", Text(Sft(hinted: false), "prompt"));
        Assert.Equal("""[{"role":"user","content":"1+1="}]""", Text(Sft(hinted: true), "prompt"));
        Assert.Contains("1+1=2;", Text(Sft(hinted: true), "completion"), StringComparison.Ordinal);
    }

    private static string Text(JsonObject line, string field) => line[field]!.ToJsonString(DatasetJson.Plain.Options);

    private static IEnumerable<JsonObject> Lines(DatasetFormat format) => format.Lines(Problem, Pruner.Prune(Problem.Rollouts, new PruneSettings()));

    private static void Same(string expected, DatasetFormat format)
    {
        var lines = Lines(format).Select(line => line.ToJsonString()).ToArray();
        var wanted = expected.ReplaceLineEndings("\n").Replace(",\n ", ",", StringComparison.Ordinal).Trim().Split('\n').Select(line => JsonNode.Parse(line)!.ToJsonString());
        Assert.Equal(wanted, lines);
    }
}
