namespace ReasonOps.Cli.Planning;

/// <summary>What a manifest does not say and a plan needs; printed with it.</summary>
/// <param name="TokensPerSecondPerUser">That each chain is to get.</param>
/// <param name="PromptTokens">Of a request.</param>
/// <param name="ReasoningTokens">That a chain thinks on average; null: all of its budget.</param>
/// <param name="RequestsPerSecond">Of all tenants, split by their shares; null: not said.</param>
/// <param name="AcceleratorPricePerHour">Of one accelerator, in any currency; null: not said.</param>
/// <param name="Efficiency">Share of the data sheets' bandwidth and operations that kernels reach.</param>
internal sealed record Assumptions(
    double TokensPerSecondPerUser, double PromptTokens, double? ReasoningTokens, double? RequestsPerSecond, double? AcceleratorPricePerHour, double Efficiency);
