namespace ReasonOps.Gateway.Fairness;

/// <summary>Whose requests go first when engines are full.</summary>
internal enum Priority
{
    High,
    Normal,

    /// <summary>Runs only while engines are mostly idle.</summary>
    Batch,
}
