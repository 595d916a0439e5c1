using ReasonOps.ControlPlane.Processes;
using ReasonOps.Kubernetes.Models;
using ReasonOps.ProcessNode.Pods;
using ReasonOps.ProcessNode.Volumes;

namespace ReasonOps.ProcessNode.Containers;

/// <summary>What a container runs, in words of this machine.</summary>
internal sealed class ContainerCommand
{
    /// <summary>Where clients look for their account, whatever they are told.</summary>
    private const string AccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary>What a process needs of its machine.</summary>
    private static readonly string[] Inherited = ["PATH", "HOME", "LANG", "DOTNET_ROOT", "DOTNET_CLI_HOME"];

    private readonly string _name;
    private readonly string _folder;
    private readonly string _hosts;
    private readonly string? _account;
    private readonly LocalNames _names;
    private readonly IReadOnlyDictionary<string, string> _variables;
    private readonly IReadOnlyList<string> _command;

    /// <exception cref="NotYetException">Something it needs is not there: an image, a ConfigMap, a Secret.</exception>
    public ContainerCommand(PodPlace place, V1Container container)
    {
        var (node, pod) = (place.Node, place.Pod);
        var mounts = (container.VolumeMounts ?? []).ToDictionary(
            mount => mount.MountPath!, mount => PodVolumes.PathOf(pod, mount, node, place.Volumes));
        _name = container.Name!;
        _folder = place.Folder;
        _hosts = node.Hosts.For(pod.Metadata.Namespace!);
        _account = mounts.GetValueOrDefault(AccountFolder);
        var words = new Dictionary<string, string> { [container.TerminationMessagePath ?? LastWords.UsualPath] = LastWords.FileOf(place, container) };
        _names = new(mounts.Where(mount => mount.Key != AccountFolder).Concat(words).ToDictionary(), place.Address);
        var own = Variables.Of(pod, container, node, place.Address);
        _variables = Whole(own, mounts, node, pod);
        _command = [.. EntryPoint(container, node.Options), .. Local(container.Args ?? [])];
    }

    public ContainerProcess Start(string log) => ContainerProcess.Start(_name, _command, _hosts, _account, log, _variables, _folder);

    /// <summary>Another command in the same container, as of a probe. Null when that has ended.</summary>
    public ChildProcess? StartWithin(ContainerProcess process, IReadOnlyList<string> command, string log)
    {
        if (process.Inner is not { } inner) return null;
        string[] root = Environment.IsPrivilegedProcess ? [] : ["--user", "--preserve-credentials"];
        return ChildProcess.Start(
            _name, ["nsenter", "--target", $"{inner}", .. root, "--mount", "--pid", "--", .. Local(command)], log, _variables, inherits: false);
    }

    private IEnumerable<string> EntryPoint(V1Container container, NodeOptions options)
    {
        if (container.Command is { Count: > 0 } command) return Local(command);
        return options.Images.FirstOrDefault(image => container.Image!.Contains(image.Part, StringComparison.Ordinal))?.Command
            ?? throw new NotYetException("ErrImagePull", $"this node has no image \"{container.Image}\"");
    }

    private List<string> Local(IEnumerable<string> texts) => [.. texts.Select(text => _names.Of(Variables.Expand(text, _variables)))];

    private Dictionary<string, string> Whole(Dictionary<string, string> own, Dictionary<string, string> mounts, NodeContext node, V1Pod pod)
    {
        var all = Inherited.Where(name => Environment.GetEnvironmentVariable(name) is not null)
            .ToDictionary(name => name, name => Environment.GetEnvironmentVariable(name)!);
        all["DOTNET_EnableDiagnostics"] = "0"; // its socket would lie in TMPDIR, under too long a name
        all["HOSTNAME"] = pod.Metadata.Name!;
        all["KUBERNETES_SERVICE_HOST"] = node.Options.Cluster.Server.Host;
        all["KUBERNETES_SERVICE_PORT"] = $"{node.Options.Cluster.Server.Port}";
        if (mounts.TryGetValue("/tmp", out var scratch)) all["TMPDIR"] = scratch;
        foreach (var (name, value) in own) all[name] = _names.Of(value);
        return all;
    }
}
