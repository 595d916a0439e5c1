using System.Text.Json;
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

    // https://huggingface.co/docs/trl/dataset_formats (prompt-completion, conversational); OpenRLHF: --input_key prompt --output_key completion --apply_chat_template.
    [Fact]
    public void Sft() => Same(
        """{"id":"p1/0/0","prompt":[{"role":"user","content":"1+1="}],"completion":[{"role":"assistant","content":"<think>\n1+1;=2;\n</think>\n\n2"}]}""",
        new SftFormat(Settings));

    // https://huggingface.co/docs/trl/dataset_formats (preference, conversational, explicit prompt); OpenRLHF/openrlhf/datasets/reward_dataset.py joins the lists prompt + chosen.
    [Fact]
    public void Preferences() => Same(
        """
        {"id":"p1/0/0>1","prompt":[{"role":"user","content":"1+1="}],"chosen":[{"role":"assistant","content":"<think>\n1+1;=2;\n</think>\n\n2"}],
         "rejected":[{"role":"assistant","content":"<think>\n1+1;=3;\n</think>\n\n3"}],"shared":5}
        """, new PreferencesFormat(Settings));

    // https://huggingface.co/docs/trl/dataset_formats (stepwise supervision: a label a completion, true or false).
    [Fact]
    public void Stepwise_supervision() => Same(
        """
        {"id":"p1/0/0","prompt":"1+1=","completions":["1+1;","=2;"],"labels":[true,true],"soft":[0.5,1]}
        {"id":"p1/0/1","prompt":"1+1=","completions":["1+1;","=3;"],"labels":[true,false],"soft":[0.5,0]}
        """, new StepwiseFormat(Settings));

    // https://huggingface.co/datasets/peiyi9979/Math-Shepherd (input, label, task); OpenRLHF/openrlhf/datasets/process_reward_dataset.py wants a list: --label_key value.
    [Fact]
    public void Math_Shepherd() => Same(
        """
        {"input":"1+1= 1+1; ки\n=2; ки","label":"1+1= 1+1; +\n=2; +","value":["+","+"],"task":"berry"}
        {"input":"1+1= 1+1; ки\n=3; ки","label":"1+1= 1+1; +\n=3; -","value":["+","-"],"task":"berry"}
        """, new MathShepherdFormat(Settings));

    // https://verl.readthedocs.io/en/latest/preparation/prepare_data.html (the five fields); verl/utils/dataset/rl_dataset.py reads extra_info.index.
    [Fact]
    public void Prompts() => Same(
        """
        {"data_source":"berry","prompt":[{"role":"user","content":"1+1="}],"ability":"math","reward_model":{"style":"rule","ground_truth":"2"},
         "extra_info":{"index":1,"id":"p1","variant":0,"rollouts":2,"pass_at_1":0.5}}
        """, new PromptsFormat(Settings));

    // arXiv:2402.03300, and the sample's deviation as trl/trainer/grpo_trainer.py and verl/trainer/ppo/core_algos.py have it.
    [Fact]
    public void Advantages() => Same(
        """
        {"id":"p1/0","prompt":"1+1=","completions":["<think>\n1+1;=2;\n</think>\n\n2","<think>\n1+1;=3;\n</think>\n\n3"],"rewards":[1,0],"advantages":[0.7071067811865475,-0.7071067811865475]}
        """, new AdvantagesFormat(Settings));

    // https://github.com/MrBlankness/TPO dataset.py: prompt, response_list of response (steps) and score.
    [Fact]
    public void Preference_lists() => Same(
        """
        {"id":"p1/0","prompt":"1+1=","response_list":[{"response":["<think>\n1+1;","=2;","\n</think>\n\n2"],"score":1},{"response":["<think>\n1+1;","=3;","\n</think>\n\n3"],"score":0}],"shared":5}
        """, new PreferenceListsFormat(Settings));

    /// <summary>A mended chain is right, but what stands in a group or a list is its first attempt, and that was wrong.</summary>
    [Fact]
    public void Groups_and_lists_hold_what_was_drawn_first_at_its_own_reward()
    {
        var mended = Trees.Chain(1, 0, "1+1;", "3", Verdict.Wrong);
        mended = mended with { Leaves = [mended.Leaves[0] with { Revisions = [new Revision("Not 3.", "1+1=2;", "2", 7, "2", Verdict.Right)] }] };
        var problem = Trees.Finished(1, mended, Trees.Chain(1, 1, "1+1=2;", "2", Verdict.Right));
        var kept = Pruner.Prune(problem.Rollouts, new PruneSettings());
        Assert.Equal("[0,1]", Assert.Single(new AdvantagesFormat(Settings).Lines(problem, kept))["rewards"]!.ToJsonString());
        Assert.EndsWith("\\n2\"],\"score\":1},{\"response\":[\"<think>\\n1+1;\",\"\\n</think>\\n\\n3\"],\"score\":0}]",
            Text(Assert.Single(new PreferenceListsFormat(Settings).Lines(problem, kept)), "response_list"), StringComparison.Ordinal);
    }

    // verl/utils/reward_score/sandbox_fusion: a text of JSON with inputs and outputs; a reward function gets ground_truth as a text in any case.
    [Theory]
    [InlineData("""{"type":"code","language":"python","tests":[{"input":"1","expected":"2"},{"input":"2","expected":"3"}]}""", """{"inputs":["1","2"],"outputs":["2","3"]}""")]
    [InlineData("""{"type":"code","language":"python","tests":[{"input":1,"expected":[2]},3]}""", """{"inputs":["1",""],"outputs":["[2]",""]}""")]
    [InlineData("""{"type":"code","language":"python","tests":{"code":"assert f(1)","entry_point":"f"}}""", """{"type":"code","language":"python","tests":{"code":"assert f(1)","entry_point":"f"}}""")]
    public void What_is_right_without_an_answer_is_what_checks_it(string check, string expected)
    {
        var problem = Problem with { Settled = Problem.Settled with { Problem = Problem.Settled.Problem with { Answer = null, Check = JsonDocument.Parse(check).RootElement } } };
        var line = Assert.Single(new PromptsFormat(Settings).Lines(problem, Pruner.Prune(problem.Rollouts, new PruneSettings())));
        Assert.Equal(expected, line["reward_model"]!["ground_truth"]!.GetValue<string>());
    }

    [Fact]
    public void Groups_have_what_was_drawn_token_by_token_where_all_of_it_is_known()
    {
        var tree = Problem.Trees[0];
        tree = tree with
        {
            Weights = "v1",
            Nodes = [.. tree.Nodes.Select((node, i) => node with { Logprobs = [-i], Ids = [i] })],
            Leaves = [tree.Leaves[0] with { Logprobs = [-7], Ids = [7] }, tree.Leaves[1] with { Logprobs = [-8], Ids = [8], Weights = "v2" }],
        };
        var problem = Problem with { Trees = [tree], Rollouts = Rollout.Of([tree]) };
        var line = Assert.Single(new AdvantagesFormat(Settings).Lines(problem, Pruner.Prune(problem.Rollouts, new PruneSettings())));
        Assert.Equal(("[[0,-1,-7],[0,-2,-8]]", "[[0,1,7],[0,2,8]]", """["v1","v2"]"""), (line["logprobs"]!.ToJsonString(), line["token_ids"]!.ToJsonString(), line["weights"]!.ToJsonString()));
        tree = tree with { Leaves = [tree.Leaves[0], tree.Leaves[1] with { Logprobs = null }] };
        problem = problem with { Trees = [tree], Rollouts = Rollout.Of([tree]) };
        Assert.False(Assert.Single(new AdvantagesFormat(Settings).Lines(problem, Pruner.Prune(problem.Rollouts, new PruneSettings()))).ContainsKey("logprobs"));
    }

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
