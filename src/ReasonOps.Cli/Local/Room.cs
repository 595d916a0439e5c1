using ReasonOps.Api.ReasoningServices;
using ReasonOps.Cli.Output;
using ReasonOps.Inference.Models;

namespace ReasonOps.Cli.Local;

/// <summary>Holds a service's budgets to its embedded model: a chain that cannot fit would fail each request, one by one.</summary>
internal static class Room
{
    /// <summary>For the tokens that end thinking and answer; a prompt takes more.</summary>
    private const int LeastPrompt = 8;

    /// <exception cref="WrongInputException">Names every tenant whose chains cannot fit.</exception>
    public static void Check(ReasoningService service, ModelConfig model, int keyValueTokens)
    {
        if (keyValueTokens < 2 * model.BlockSize)
            throw new WrongInputException($"spec.engine.keyValueTokens: {keyValueTokens} is below two blocks of {model.BlockSize} tokens; raise it");
        var cache = (keyValueTokens / model.BlockSize - 1) * model.BlockSize;
        var (longest, limit, way) = model.Context <= cache
            ? (model.Context, "the model's context", "")
            : (cache, $"what fits beside another block in spec.engine.keyValueTokens {keyValueTokens}", ", or raise keyValueTokens");
        string[] errors = [.. service.Spec.Tenants.Index().Where(each => Chain(each.Item) + LeastPrompt > longest).Select(each =>
            $"spec.tenants[{each.Index}].budget: {Says(each.Item)}; with a prompt that is above {longest}, {limit}: "
            + $"lower reasoningTokens or answerTokens{way}")];
        if (errors.Length > 0) throw new WrongInputException([.. errors, "nothing was started"]);
    }

    private static string Says(TenantSpec tenant) =>
        $"{tenant.Name} may think {tenant.Budget!.ReasoningTokens!.Max} tokens and answer in {tenant.Budget.AnswerTokens}";

    private static long Chain(TenantSpec tenant) => (long)tenant.Budget!.ReasoningTokens!.Max!.Value + tenant.Budget.AnswerTokens!.Value;
}
