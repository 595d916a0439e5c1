namespace ReasonOps.Rollouts.Running;

/// <summary>A search came to nothing because something that it needs failed: an engine, a verifier. That says nothing of the problem, and it is tried again.</summary>
/// <param name="why">For people.</param>
/// <param name="refused">The engine finds the question at fault, so another attempt would end the same.</param>
public sealed class LostSearchException(string why, bool refused = false) : Exception(why)
{
    public bool Refused => refused;
}
