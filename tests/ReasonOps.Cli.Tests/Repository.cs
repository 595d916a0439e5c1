using System.Reflection;

namespace ReasonOps.Cli.Tests;

internal static class Repository
{
    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(one => one.Key == "RepositoryRoot").Value!.TrimEnd('/');

    public static string Sample => Path.Combine(Root, "config/samples/arithmetic.yaml");
}
