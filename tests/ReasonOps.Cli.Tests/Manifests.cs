namespace ReasonOps.Cli.Tests;

internal static class Manifests
{
    /// <summary>One tenant, <c>me</c>, in front of engines that already run.</summary>
    /// <param name="urls">Separated by blanks.</param>
    public static string Fronting(string runtime, string urls, int reasoningTokens = 192, bool keyed = false)
    {
        var key = keyed ? ", keySecretRef: {name: engine-key}" : "";
        var endpoints = urls.Split(' ').Select(url => $"{{url: \"{url}\", model: arithmetic{key}}}");
        return $$$"""
            apiVersion: reasonops.io/v1alpha1
            kind: ReasoningService
            metadata: {name: fronted}
            spec:
              model: {name: math, answerFormat: {kind: Whole}}
              engine:
                runtime: {{{runtime}}}
                endpoints: [{{{string.Join(", ", endpoints)}}}]
              strategy: {kind: MajorityVote, votes: 5, stop: {rule: None}}
              budget:
                reasoningTokens: {{{reasoningTokens}}}
                answerTokens: 8
                deadline: 30s
                whenSpent: ForceAnswer
              tenants:
              - {name: me, keys: {secretRef: {name: my-keys}}, strategies: [MajorityVote, SingleChain], votes: {default: 5, max: 5}}
            """;
    }

    /// <summary>The embedded model, one replica, one tenant.</summary>
    /// <param name="model">A YAML object.</param>
    public static string Embedded(string model = "{name: math, uri: \"embedded://arithmetic\"}", string name = "one", string runtime = "onnx") => $$$"""
        apiVersion: reasonops.io/v1alpha1
        kind: ReasoningService
        metadata:
          name: {{{name}}}
        spec:
          model: {{{model}}}
          engine:
            runtime: {{{runtime}}}
          budget: {reasoningTokens: 128, answerTokens: 8}
          tenants:
          - {name: me, keys: {secretRef: {name: my-keys}} }
        """;

    /// <summary>A pool of one place for answers and Python.</summary>
    /// <param name="more">Lines of its spec.</param>
    public static string Pool(string more = "") => $$$"""
        apiVersion: reasonops.io/v1alpha1
        kind: VerifierPool
        metadata:
          name: sandboxes
        spec:
          checks: [Math, Python]
          isolation: {mode: Namespaces}
          workers: 1
        {{{more}}}
        """;
}
