using System.Text.Json.Serialization;

namespace ReasonOps.Sandbox.Serving.RunCode;

/// <summary>What became of a run, as SandboxFusion tells it: what there is not is null, never absent.</summary>
/// <param name="Status">Whether all commands ended with code 0.</param>
/// <param name="Message">Why the sandbox failed, or which limit was reached; else empty.</param>
/// <param name="CompileResult">Null where the language has nothing to compile.</param>
/// <param name="RunResult">Null where the compilation failed.</param>
/// <param name="ExecutorPodName">The pod it ran in.</param>
/// <param name="Files">Those that were asked for and are there, in base64.</param>
internal sealed record RunCodeResponse(
    RunStatus Status,
    string Message,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] CommandResult? CompileResult,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] CommandResult? RunResult,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? ExecutorPodName,
    IReadOnlyDictionary<string, string> Files)
{
    public static RunCodeResponse OfFailure(string message, string? pod) =>
        new(RunStatus.SandboxError, message, null, null, pod, new Dictionary<string, string>());
}

/// <summary>SandboxFusion's words for a whole run.</summary>
internal enum RunStatus
{
    Success,
    Failed,
    SandboxError,
}

/// <summary>What became of one command.</summary>
/// <param name="ExecutionTime">Seconds; waiting for a place is not in it.</param>
/// <param name="ReturnCode">The negative signal where one ended it; null where time ran out.</param>
internal sealed record CommandResult(
    CommandStatus Status,
    double ExecutionTime,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] int? ReturnCode,
    string Stdout,
    string Stderr);

/// <summary>SandboxFusion's words for one command.</summary>
internal enum CommandStatus
{
    Finished,
    Error,
    TimeLimitExceeded,
}
