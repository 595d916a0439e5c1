using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using ReasonOps.Kubernetes.Configuration;
using ReasonOps.ProcessNode;

var name = new Option<string>("--name") { Required = true, Description = "The Node's" };
var kubeConfig = new Option<string>("--kubeconfig") { Required = true };
var folder = new Option<string>("--folder") { Required = true, Description = "Where volumes and logs of its pods are" };
var images = new Option<string[]>("--image") { Description = "PART=COMMAND: what runs for images whose name contains PART" };
var resources = new Option<string[]>("--resource") { Description = "NAME=QUANTITY: capacity, as nvidia.com/gpu=8" };
var root = new RootCommand("A Kubernetes node whose pods are processes of this machine.") { name, kubeConfig, folder, images, resources };
root.SetAction(async (parsed, cancellation) =>
{
    var capacity = new Dictionary<string, string> { ["cpu"] = "64", ["memory"] = "256Gi", ["pods"] = "250", ["ephemeral-storage"] = "100Gi" };
    foreach (var resource in parsed.GetValue(resources) ?? [])
        if (resource.Split('=', 2) is [var what, var quantity]) capacity[what] = quantity;
        else throw new FormatException($"--resource \"{resource}\": want NAME=QUANTITY, as nvidia.com/gpu=8");
    var node = new Node(new(
        parsed.GetRequiredValue(name), KubernetesConfiguration.FromFiles([parsed.GetRequiredValue(kubeConfig)]), parsed.GetRequiredValue(folder),
        [.. (parsed.GetValue(images) ?? []).Select(ImageCommand.Parse)], capacity));
    using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
    using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context =>
    {
        context.Cancel = true;
        stop.Cancel();
    });
    await node.RunAsync(() => Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"node {parsed.GetValue(name)} is ready")), stop.Token);
    return 0;
});
return await root.Parse(args).InvokeAsync();
