using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ReasonOps.Api.Manifests;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Operator.Caches;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops render</c>: what the operator would make of a manifest, without a cluster.</summary>
internal static class RenderCommand
{
    private const int OldestMinor = 19;

    public static Command Create()
    {
        var (file, secret, secrets) = (CommonOptions.File(), CommonOptions.Secret(), CommonOptions.Secrets());
        var output = new Option<string>("--output", "-o") { Description = "yaml or json", DefaultValueFactory = _ => "yaml" }
            .AcceptOnlyFromAmong("yaml", "json");
        var @namespace = new Option<string?>("--namespace", "-n") { Description = "Of objects that name none; default unless said" };
        var image = new Option<string>("--image")
        {
            Description = "Of gateways, embedded engines and verifiers", DefaultValueFactory = _ => $"reasonops:{Version()}",
        };
        var domain = new Option<string>("--cluster-domain") { Description = "Of the cluster's DNS", DefaultValueFactory = _ => "cluster.local" };
        var minor = KubernetesVersion();
        var command = new Command("render", """
            Prints what the operator makes of the services, pools and jobs of a manifest, as kubectl takes it; owner references are left out. Keys are in it, as
            hashes, where --secret or --secrets gives them.

            Example:
              reasonops render -f config/samples/arithmetic.yaml --secret free-keys=rk-mine
            """) { file, @namespace, secret, secrets, image, domain, minor, output };
        command.Run(async (parsed, cancellation) =>
        {
            var manifest = await ManifestFile.ReadJobsAsync(parsed.GetRequiredValue(file), "nothing was rendered", cancellation);
            var values = await SecretValues.ReadAsync(parsed.GetValue(secret) ?? [], parsed.GetValue(secrets), cancellation);
            values.RequireNamed(manifest.Services, manifest.Pools);
            var observed = new Observed { Served = RecentCluster.Serving(parsed.GetValue(minor)), Secrets = values.ByName };
            var options = new WorkloadOptions(parsed.GetRequiredValue(image), parsed.GetRequiredValue(domain));
            var plans = new ManifestPlans(manifest, observed, options, parsed.GetValue(@namespace) ?? "default");
            foreach (var (name, remark) in plans.Remarks) Console.Error.WriteLine($"{name}: {remark.Message}");
            Console.Write(Text(plans.Children, parsed.GetRequiredValue(output)));
        });
        return command;
    }

    private static string Text(IEnumerable<DesiredObject> objects, string output) => output == "yaml"
        ? string.Join("---\n", objects.Select(each => YamlText.Write(each.Body)))
        : new JsonObject
        {
            ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. objects.Select(each => each.Body)]),
        }.ToJsonString(new JsonSerializerOptions { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }) + "\n";

    private static Option<int> KubernetesVersion()
    {
        var option = new Option<int>("--kubernetes-version")
        {
            Description = "Of the cluster it is meant for", HelpName = "1.MINOR", DefaultValueFactory = _ => RecentCluster.Minor,
            CustomParser = result =>
            {
                if (System.Version.TryParse(result.Tokens[0].Value, out var version) && version is { Major: 1, Minor: >= OldestMinor })
                    return version.Minor;
                result.AddError($"--kubernetes-version {result.Tokens[0].Value}: is not a version from 1.{OldestMinor}; write it as 1.{RecentCluster.Minor}");
                return 0;
            },
        };
        return option;
    }

    private static string Version() => typeof(RenderCommand).Assembly.GetName().Version!.ToString(3);
}
