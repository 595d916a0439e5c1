using System.Text.Json;
using System.Text.Json.Serialization;

namespace ReasonOps.Kubernetes.Models;

public sealed record V1Container
{
    public string? Name { get; init; }
    public string? Image { get; init; }
    public string? ImagePullPolicy { get; init; }
    public IReadOnlyList<string>? Command { get; init; }
    public IReadOnlyList<string>? Args { get; init; }
    public string? WorkingDir { get; init; }
    public IReadOnlyList<V1EnvVar>? Env { get; init; }
    public IReadOnlyList<V1EnvFromSource>? EnvFrom { get; init; }
    public IReadOnlyList<V1ContainerPort>? Ports { get; init; }
    public V1ResourceRequirements? Resources { get; init; }
    public IReadOnlyList<V1VolumeMount>? VolumeMounts { get; init; }
    public V1Probe? StartupProbe { get; init; }
    public V1Probe? ReadinessProbe { get; init; }
    public V1Probe? LivenessProbe { get; init; }
    public V1Lifecycle? Lifecycle { get; init; }
    public V1SecurityContext? SecurityContext { get; init; }

    /// <summary><c>Always</c> makes an init container a sidecar.</summary>
    public string? RestartPolicy { get; init; }
    public string? TerminationMessagePath { get; init; }
    public string? TerminationMessagePolicy { get; init; }
}

public sealed record V1ContainerPort
{
    public string? Name { get; init; }
    public int ContainerPort { get; init; }
    public string? Protocol { get; init; }
    public int? HostPort { get; init; }
}

public sealed record V1VolumeMount
{
    public string? Name { get; init; }
    public string? MountPath { get; init; }
    public string? SubPath { get; init; }

    /// <summary>The mount's <c>readOnly</c>; named as KubernetesClient names it.</summary>
    [JsonPropertyName("readOnly")]
    public bool? ReadOnlyProperty { get; init; }
}

public sealed record V1ResourceRequirements
{
    /// <summary>Quantities by resource.</summary>
    public IReadOnlyDictionary<string, string>? Requests { get; init; }

    /// <summary>Quantities by resource; of a device it is what the pod gets.</summary>
    public IReadOnlyDictionary<string, string>? Limits { get; init; }
    public JsonElement? Claims { get; init; }
}

public sealed record V1Lifecycle
{
    public V1LifecycleHandler? PostStart { get; init; }
    public V1LifecycleHandler? PreStop { get; init; }
}

public sealed record V1LifecycleHandler
{
    public V1ExecAction? Exec { get; init; }
    public V1HTTPGetAction? HttpGet { get; init; }
    public V1SleepAction? Sleep { get; init; }
}

public sealed record V1SleepAction
{
    public long Seconds { get; init; }
}
