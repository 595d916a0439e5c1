using System.Reflection;

namespace ReasonOps.Operator.Tests.EndToEnd;

/// <summary>Our program, as this build made it.</summary>
internal static class Executable
{
    public static string Path { get; } = typeof(Executable).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .First(metadata => metadata.Key == "ReasonOps").Value!;
}
