using System.CommandLine;
using System.Security.Cryptography;
using ReasonOps.Cli.Local;
using ReasonOps.Cli.Output;
using ReasonOps.Kubernetes.Configuration;
using ReasonOps.Operator.Hosting;
using ReasonOps.Operator.Workloads;

namespace ReasonOps.Cli.Commands;

/// <summary><c>reasonops operator</c>: makes our kinds run on a cluster.</summary>
internal static class OperatorCommand
{
    private static readonly Option<string> Image = new("--image")
    {
        Description = "ReasonOps' own image, for gateways, embedded engines and verifiers", Required = true, HelpName = "IMAGE",
    };

    private static readonly Option<string?> KubeConfig = new("--kubeconfig")
    {
        Description = "The cluster's file; KUBECONFIG, ~/.kube/config or the pod's own account unless said", HelpName = "FILE",
    };

    private static readonly Option<string?> Context = new("--context") { Description = "Of the kubeconfig; its current one unless said", HelpName = "NAME" };

    private static readonly Option<string[]> Namespaces = new("--namespace", "-n")
    {
        Description = "Work in this one only; may be given again. All of them unless said", HelpName = "NAME",
    };

    private static readonly Option<string> ClusterDomain = new("--cluster-domain")
    {
        Description = "Of the cluster's DNS", HelpName = "DOMAIN", DefaultValueFactory = _ => "cluster.local",
    };

    private static readonly Option<bool> LeaderElect = new("--leader-elect")
    {
        Description = "Work only while holding the lease, so that several may run", DefaultValueFactory = _ => true,
    };

    private static readonly Option<string?> LeaseNamespace = new("--lease-namespace")
    {
        Description = "Where the lease is; POD_NAMESPACE, else the kubeconfig's, unless said", HelpName = "NAME",
    };

    private static readonly Option<string> LeaseName = new("--lease-name")
    {
        Description = "Those who name the same one compete", HelpName = "NAME", DefaultValueFactory = _ => "reasonops-operator",
    };

    private static readonly Option<string> HealthUrl = new("--health-url")
    {
        Description = "Where /healthz, /readyz and /metrics are; port 0 takes a free one", HelpName = "URL", DefaultValueFactory = _ => "http://127.0.0.1:8081",
    };

    private static readonly Option<int> Workers = new Option<int>("--workers")
    {
        Description = "Services worked on at once", DefaultValueFactory = _ => 8,
    }.Within(1, 64);

    private static readonly Option<int> QueriesPerSecond = new Option<int>("--qps")
    {
        Description = "Requests a second to the API server, in the long run", DefaultValueFactory = _ => 200,
    }.Within(1, 10_000);

    public static Command Create()
    {
        var command = new Command("operator", """
            Turns the ReasoningServices and VerifierPools of a cluster into pods, and keeps them so. The kinds must be installed: reasonops crds | kubectl apply --server-side -f -

            Example:
              reasonops operator --image ghcr.io/reasonops/reasonops:0.1.0 --namespace team-a
            """)
        {
            Image, KubeConfig, Context, Namespaces, ClusterDomain, LeaderElect, LeaseNamespace, LeaseName, HealthUrl, Workers, QueriesPerSecond,
        };
        HealthUrl.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && HealthAddress.Parse(token.Value) is null)
                result.AddError($"--health-url {token.Value}: is not an address to listen on; write it as http://*:8081");
        });
        command.Run(async (parsed, cancellation) =>
        {
            await using var host = new OperatorHost(Options(parsed));
            await host.RunAsync(cancellation);
        });
        return command;
    }

    private static OperatorOptions Options(ParseResult parsed)
    {
        var cluster = Cluster(parsed.GetValue(KubeConfig), parsed.GetValue(Context));
        var own = Environment.GetEnvironmentVariable("POD_NAMESPACE") ?? cluster.Namespace;
        return new()
        {
            Cluster = cluster,
            Workloads = new WorkloadOptions(parsed.GetRequiredValue(Image), parsed.GetRequiredValue(ClusterDomain), own),
            Namespaces = parsed.GetValue(Namespaces) ?? [],
            LeaderElect = parsed.GetValue(LeaderElect),
            LeaseNamespace = parsed.GetValue(LeaseNamespace) ?? own,
            LeaseName = parsed.GetRequiredValue(LeaseName),
            Identity = $"{Environment.GetEnvironmentVariable("POD_NAME") ?? Environment.MachineName}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}",
            Health = HealthAddress.Parse(parsed.GetRequiredValue(HealthUrl))!,
            Workers = parsed.GetValue(Workers),
            QueriesPerSecond = parsed.GetValue(QueriesPerSecond),
            Logging = Logs.ForPrograms,
        };
    }

    private static KubernetesConfiguration Cluster(string? file, string? context)
    {
        try
        {
            return file is null ? KubernetesConfiguration.Load(context) : KubernetesConfiguration.FromFiles([file], context);
        }
        catch (KubernetesConfigurationException fault)
        {
            throw new WrongInputException(fault.Message);
        }
    }
}
