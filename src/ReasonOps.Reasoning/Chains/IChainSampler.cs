namespace ReasonOps.Reasoning.Chains;

/// <summary>
/// The port to whatever samples chains for one question (an engine over HTTP, a test's script). Cancelling the
/// enumeration frees every chain of the request and ends it, after what had come by then; an engine's failure is an <see cref="ChainEnd.Failed"/>,
/// its refusal an <see cref="ChainEnd.Refused"/>, never an exception.
/// </summary>
public interface IChainSampler
{
    IAsyncEnumerable<ChainEvent> SampleAsync(ChainsRequest request, CancellationToken cancellation);
}
