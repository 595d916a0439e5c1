using ReasonOps.Inference.Models;

namespace ReasonOps.Benchmarks;

/// <summary>Models of random weights that <c>make bench</c> exports by the recipe.</summary>
internal static class Models
{
    public static ModelFolder Load(string name) => ModelFolder.Load(Path.Combine("artifacts", "models", name));
}
