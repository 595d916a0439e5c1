namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>
/// Of the children of one service. A service's name has at most 40 characters, so that these are names of Services (63), and that of the
/// engines leaves room for what a LeaderWorkerSet adds for its pods' labels: <c>-99-5f7b8c9d6</c>.
/// </summary>
public readonly record struct ServiceNames(string Service)
{
    /// <summary>Of the gateways' Service, and of what leads to it: the service's own. Before Kubernetes 1.34 no Service begins with a digit.</summary>
    public string Endpoint => char.IsAsciiDigit(Service[0]) ? $"s{Service}" : Service;

    /// <summary>Of the engines' Deployment or LeaderWorkerSet, and of what stands beside it.</summary>
    public string Engine => $"{Endpoint}-engine";
    public string Gateway => $"{Endpoint}-gateway";
    public string Snapshot => $"{Endpoint}-snapshot";

    /// <summary>Of the engines' Service. A LeaderWorkerSet's controller makes one of the set's own name, for all of its pods.</summary>
    public string EngineService(bool spansNodes) => spansNodes ? $"{Engine}-leaders" : Engine;
}
