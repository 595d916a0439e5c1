using ReasonOps.Api.Manifests;
using ReasonOps.Api.RolloutJobs;

namespace ReasonOps.Api.Tests.RolloutJobs;

public sealed class RolloutManifestTests
{
    private const string Right = """
        apiVersion: reasonops.io/v1alpha1
        kind: RolloutJob
        metadata: {name: berry}
        spec:
          problems: {uri: train.jsonl, template: "Solve: {prompt}"}
          policy: {serviceRef: {name: math}}
          search: {kind: Branching, rolloutsPerProblem: 64, least: 8}
          verify: {poolRef: {name: checks}}
          prune: {outcomeThreshold: 0.5}
          retries: 2
          hint: true
          output: {uri: out, formats: [Sft, Prompts]}
        """;

    [Fact]
    public void What_is_left_out_is_filled_in()
    {
        var job = Assert.Single(Read(Right).Jobs);
        Assert.Equal((16, 8, 0.17), (job.Spec.Search!.RolloutsPerTree, job.Spec.Search.Least, job.Spec.Search.Precision));
        Assert.Equal((RolloutSearchKind.Branching, ProblemShape.Plain, 1), (job.Spec.Search.Kind, job.Spec.Problems.Shape, job.Spec.Seed));
        Assert.Equal([DatasetKind.Sft, DatasetKind.Prompts], job.Spec.Output.Formats);
    }

    [Fact]
    public void The_shortest_job_draws_sixteen_independent_chains_of_every_problem()
    {
        var job = Assert.Single(Read("""
            apiVersion: reasonops.io/v1alpha1
            kind: RolloutJob
            metadata: {name: berry}
            spec: {problems: {uri: train.jsonl}, policy: {serviceRef: {name: math}}, output: {uri: out}}
            """).Jobs);
        Assert.Equal((RolloutSearchKind.Independent, 16, 16), (job.Spec.Search!.Kind, job.Spec.Search.RolloutsPerProblem, job.Spec.Search.Least));
        Assert.Equal([DatasetKind.Trajectories, DatasetKind.Sft], job.Spec.Output.Formats);
    }

    [Theory]
    [InlineData("{prompt}\"", "\"", 5, "spec.problems.template", "has no {prompt} in it")]
    [InlineData("kind: Branching", "kind: Branchng", 7, "spec.search.kind", "did you mean Branching?")]
    [InlineData("least: 8", "least: 65", 7, "spec.search.least", "65 is above rolloutsPerProblem 64; lower it")]
    [InlineData("least: 8", "precision: 0.1", 7, "spec.search.precision", "does nothing without least")]
    [InlineData("outcomeThreshold: 0.5", "outcomeThreshold: 5", 9, "spec.prune.outcomeThreshold", "5 is above 1; lower it to 1 or less")]
    [InlineData("retries: 2", "retries: 0", 11, "spec.hint", "is of the last retry, and there is none; set retries to 1 or more")]
    [InlineData("verify: {poolRef: {name: checks}}", "seed: 2", 10, "spec.retries", "needs verify")]
    [InlineData("[Sft, Prompts]", "[]", 12, "spec.output.formats", "is empty; list what is written, as [Trajectories, Sft]")]
    [InlineData("[Sft, Prompts]", "[Sft, Parquet]", 12, "spec.output.formats[1]", "\"Parquet\"")]
    public void A_mistake_is_named_with_its_line_its_field_and_the_way_out(string right, string wrong, int line, string path, string message)
    {
        Assert.Contains(right, Right, StringComparison.Ordinal);
        var error = Assert.Single(ManifestReader.Read(Right.Replace(right, wrong, StringComparison.Ordinal)).Errors);
        Assert.Equal((line, path), (error.Line, error.Path));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Buckets_are_Amazons_unless_an_endpoint_is_given_whose_buckets_stand_in_the_path()
    {
        var far = Right.Replace("{uri: out, ", "{uri: s3://datasets/berry, ", StringComparison.Ordinal);
        Assert.Equal((null, TimeSpan.FromSeconds(30)), (Spec(far).S3, Spec(far).Checkpoint!.Every!.Value.Span));
        Assert.True(Spec($"{far}\n  s3: {{endpoint: \"http://minio:9000\", secretRef: {{name: keys}}}}").S3!.PathStyle);
        Assert.False(Spec($"{far}\n  s3: {{endpoint: \"http://minio:9000\", pathStyle: false}}\n  checkpoint: {{every: 5s}}").S3!.PathStyle);
    }

    [Theory]
    [InlineData("s3: {endpoint: minio}", "spec.s3.endpoint", "write it as http://minio.storage:9000")]
    [InlineData("s3: {endpoint: \"http://a:b@minio\"}", "spec.s3.endpoint", "give the keys through secretRef")]
    [InlineData("s3: {endpoint: \"http://minio:9000/datasets\"}", "spec.s3.endpoint", "write http://minio:9000, and the bucket in problems.uri and output.uri")]
    [InlineData("s3: {region: \"Frankfurt am Main\"}", "spec.s3.region", "is not a region")]
    [InlineData("checkpoint: {every: 0s}", "spec.checkpoint.every", "0s")]
    public void A_mistake_about_where_things_are_kept_is_named(string line, string path, string message)
    {
        var error = Assert.Single(ManifestReader.Read($"{Right.Replace("{uri: out, ", "{uri: s3://datasets/berry, ", StringComparison.Ordinal)}\n  {line}").Errors);
        Assert.Equal(path, error.Path);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uri: out", "uri: \"s3:///berry\"", "spec.output.uri", "names no bucket; write s3://BUCKET/rollouts/math")]
    [InlineData("uri: out", "uri: \"gs://datasets/berry\"", "spec.output.uri", "\"gs\" is not known here; write a path, or an address that begins with s3://, pvc://")]
    [InlineData("uri: train.jsonl", "uri: \"pvc:///train.jsonl\"", "spec.problems.uri", "names no claim; write pvc://CLAIM/problems.jsonl")]
    [InlineData("hint: true", "s3: {region: eu-west-1}", "spec.s3", "take it away, or write s3://BUCKET/PREFIX")]
    public void An_address_that_nothing_is_kept_at_is_named(string right, string wrong, string path, string message)
    {
        var error = Assert.Single(ManifestReader.Read(Right.Replace(right, wrong, StringComparison.Ordinal)).Errors);
        Assert.Equal(path, error.Path);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    private static RolloutJobSpec Spec(string text) => Assert.Single(Read(text).Jobs).Spec;

    private static ManifestResult Read(string text)
    {
        var result = ManifestReader.Read(text);
        Assert.Empty(result.Errors);
        return result;
    }
}
