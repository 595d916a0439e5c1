using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ReasonOps.OpenAi.Serving;
using ReasonOps.Sandbox.Grading;
using ReasonOps.Sandbox.Metrics;
using ReasonOps.Sandbox.Queue;
using ReasonOps.Sandbox.Runs;
using ReasonOps.Sandbox.Serving.Requests;
using ReasonOps.Verification.Checks;

namespace ReasonOps.Sandbox.Serving.RunCode;

/// <summary><c>POST /run_code</c>: a program is run and what it wrote is told, in SandboxFusion's shape, which verl and others speak.</summary>
internal sealed partial class RunCodeEndpoint(
    RunCodeReader reader, ISandbox sandbox, Lanes lanes, Isolated isolated, VerifierMeter meter, VerifierOptions options, ILogger<RunCodeEndpoint> log)
{
    private const int Killed = -9;
    private const int NotFound = 127;

    public async Task HandleAsync(HttpContext context)
    {
        using var body = await Bodies.ReadAsync(context, VerifierHost.MaxBodyBytes);
        var mistakes = new Mistakes();
        var program = reader.Read(body.RootElement, mistakes);
        mistakes.ThrowIfAny();
        isolated.Require();
        var response = await RunAsync(program!, context.RequestAborted);
        await JsonAnswer.WriteAsync(context, response, ServingJson.Default.RunCodeResponse);
    }

    private async Task<RunCodeResponse> RunAsync(Program program, CancellationToken cancellation)
    {
        using var turn = await lanes.Runs.EnterAsync(seated: false, cancellation);
        var verdict = Verdict.Cancelled;
        try
        {
            var outcome = await sandbox.RunAsync(program.Request, cancellation);
            verdict = VerdictOf(program, outcome);
            return Response(program, outcome, verdict);
        }
        catch (SandboxException failure)
        {
            verdict = Verdict.InternalError;
            LogSandboxFailed(failure, program.Language.Name);
            return RunCodeResponse.OfFailure(failure.Message, options.PodName);
        }
        finally
        {
            meter.Decided("run", program.Language.Name, verdict, turn.Waited, turn.Served);
        }
    }

    private static Verdict VerdictOf(Program program, RunOutcome outcome) =>
        (program.Language.Compiles && Verdicts.OfCompilation(outcome.Steps[0]) is { } failed ? failed : Verdicts.OfRun(outcome.Steps[^1], program.Language))
        ?? Verdict.Accepted;

    private RunCodeResponse Response(Program program, RunOutcome outcome, Verdict verdict)
    {
        var compilation = program.Language.Compiles ? outcome.Steps[0] : null;
        var run = outcome.Steps.Count > (compilation is null ? 0 : 1) ? outcome.Steps[^1] : null;
        return new RunCodeResponse(
            verdict == Verdict.Accepted ? RunStatus.Success : RunStatus.Failed,
            MessageOf(run ?? compilation!),
            compilation is null ? null : ResultOf(compilation),
            run is null ? null : ResultOf(run),
            options.PodName,
            outcome.Files.ToDictionary(file => file.Path, file => Convert.ToBase64String(file.Content.Span)));
    }

    private static CommandResult ResultOf(StepOutcome step) => new(
        step.Ending is Ending.CpuLimit or Ending.WallLimit ? CommandStatus.TimeLimitExceeded : CommandStatus.Finished,
        Math.Round(step.Wall.TotalSeconds, 6),
        step.Ending switch
        {
            Ending.Exited => step.Code,
            Ending.Signalled => -step.Code,
            Ending.CpuLimit or Ending.WallLimit => null,
            Ending.NotFound => NotFound,
            _ => Killed,
        },
        Encoding.UTF8.GetString(step.Output.Span),
        Encoding.UTF8.GetString(step.Error.Span));

    /// <summary>What the code alone does not say.</summary>
    private static string MessageOf(StepOutcome step) => step.Ending is Ending.Exited or Ending.Signalled ? "" : Verdicts.Reason(step);
}
