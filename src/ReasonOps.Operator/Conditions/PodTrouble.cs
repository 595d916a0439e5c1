using System.Text.Json;
using ReasonOps.Kubernetes.Models;

namespace ReasonOps.Operator.Conditions;

/// <summary>
/// What keeps a pod from answering. A container that crashes goes round waiting, running and terminated; all of these are told in the same
/// words, so that the status is not written anew at each turn.
/// </summary>
internal sealed record PodTrouble(int Weight, string Reason, string Message)
{
    /// <summary>The worst of the pods that are not ready; null where none has anything to say.</summary>
    public static PodTrouble? Worst(IEnumerable<ApiObject> pods) => pods
        .Where(pod => pod.Metadata.DeletionTimestamp is null && pod.Root.At("status").Condition("Ready").At("status").Text() != "True")
        .Select(pod => (pod.Metadata.Name, Trouble: Of(pod)))
        .Where(pod => pod.Trouble is not null)
        .OrderByDescending(pod => pod.Trouble!.Weight).ThenBy(pod => pod.Name, StringComparer.Ordinal)
        .Select(pod => pod.Trouble! with { Message = $"pod {pod.Name}: {pod.Trouble!.Message}" })
        .FirstOrDefault();

    private static PodTrouble? Of(ApiObject pod)
    {
        var phase = pod.Root.At("status", "phase").Text();
        if (phase is "Failed" or "Succeeded") return Ended(pod.Root.At("status"));
        var scheduled = pod.Root.At("status").Condition("PodScheduled");
        if (scheduled.At("status").Text() == "False")
            return new(4, Reasons.PodsUnschedulable, $"no node takes it: {scheduled.At("message").Text() ?? scheduled.At("reason").Text()}");
        return Containers(pod).Select(container => OfContainer(container.Status, container.Init)).OfType<PodTrouble>().MaxBy(trouble => trouble.Weight);
    }

    private static PodTrouble? Ended(JsonElement status) => status.At("reason").Text() is { } reason
        ? new(1, Reasons.PodsFailed, Words.Join($"it failed ({reason})", status.At("message").Text()))
        : new(1, Reasons.PodsFailed, "it ended");

    private static IEnumerable<(JsonElement Status, bool Init)> Containers(ApiObject pod) =>
        pod.Root.At("status", "initContainerStatuses").Entries().Select(status => (status, true))
            .Concat(pod.Root.At("status", "containerStatuses").Entries().Select(status => (status, false)));

    private static PodTrouble? OfContainer(JsonElement status, bool init)
    {
        if (status.At("ready").IsTrue()) return null;
        var name = status.At("name").Text();
        var waiting = status.At("state", "waiting");
        if (Image(name, status, waiting) is { } image) return image;
        if (waiting.At("reason").Text() is "CreateContainerConfigError" or "CreateContainerError" or "RunContainerError")
            return new(5, Reasons.PodsMisconfigured, $"container {name} cannot be made ({waiting.At("reason").Text()}): {waiting.At("message").Text()}");
        if (Exit(status) is { } exit)
            return new(6, Reasons.PodsCrashing, $"container {name} last ended with {exit}");
        if (status.At("state", "running").ValueKind != JsonValueKind.Object) return null;
        return init
            ? new(3, Reasons.PodsStarting, $"init container {name} runs")
            : new(2, Reasons.PodsStarting, $"container {name} runs and is not ready yet");
    }

    /// <summary>A pull goes back and forth between two reasons; the cause stays where either of them tells it.</summary>
    private static PodTrouble? Image(string? name, JsonElement status, JsonElement waiting)
    {
        var reason = waiting.At("reason").Text();
        if (reason is not ("ErrImagePull" or "ImagePullBackOff" or "InvalidImageName" or "ErrImageNeverPull")) return null;
        if (reason == "ErrImagePull") reason = "ImagePullBackOff";
        return new(5, Reasons.ImagePullFailing, $"container {name} has no image {status.At("image").Text()} ({reason}): {waiting.At("message").Text()}");
    }

    /// <summary>How it ended when it should not have; null for a container that did not, or an init container that is done.</summary>
    private static string? Exit(JsonElement status)
    {
        var ended = status.At("state", "terminated") is { ValueKind: JsonValueKind.Object } now ? now : status.At("lastState", "terminated");
        if (ended.ValueKind != JsonValueKind.Object || status.At("state", "terminated", "exitCode").Int() == 0) return null;
        var code = ended.At("exitCode").Int();
        var why = ended.At("reason").Text() is { } reason and not ("Error" or "Completed") ? $" ({reason})" : "";
        return Words.Join($"exit code {code}{why}", LastLine(ended.At("message").Text()));
    }

    /// <summary>A container may leave the whole end of its log there.</summary>
    private static string? LastLine(string? message)
    {
        var line = message?.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault();
        return line?.Length > 300 ? line[..300] : line;
    }
}
