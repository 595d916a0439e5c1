namespace ReasonOps.Kubernetes.Models;

public sealed record V1EnvVar
{
    public string? Name { get; init; }
    public string? Value { get; init; }
    public V1EnvVarSource? ValueFrom { get; init; }
}

public sealed record V1EnvVarSource
{
    public V1SecretKeySelector? SecretKeyRef { get; init; }
    public V1ConfigMapKeySelector? ConfigMapKeyRef { get; init; }
    public V1ObjectFieldSelector? FieldRef { get; init; }
    public V1ResourceFieldSelector? ResourceFieldRef { get; init; }
}

public sealed record V1SecretKeySelector
{
    public string? Name { get; init; }
    public string? Key { get; init; }
    public bool? Optional { get; init; }
}

public sealed record V1ConfigMapKeySelector
{
    public string? Name { get; init; }
    public string? Key { get; init; }
    public bool? Optional { get; init; }
}

public sealed record V1ObjectFieldSelector
{
    public string? ApiVersion { get; init; }
    public string? FieldPath { get; init; }
}

public sealed record V1ResourceFieldSelector
{
    public string? ContainerName { get; init; }
    public string? Resource { get; init; }
    public string? Divisor { get; init; }
}

public sealed record V1EnvFromSource
{
    public string? Prefix { get; init; }
    public V1SecretEnvSource? SecretRef { get; init; }
    public V1ConfigMapEnvSource? ConfigMapRef { get; init; }
}

public sealed record V1SecretEnvSource
{
    public string? Name { get; init; }
    public bool? Optional { get; init; }
}

public sealed record V1ConfigMapEnvSource
{
    public string? Name { get; init; }
    public bool? Optional { get; init; }
}
