namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Of the children of one service.</summary>
public readonly record struct ServiceNames(string Service)
{
    /// <summary>Of the engines' Deployment or LeaderWorkerSet, and of what stands beside it.</summary>
    public string Engine => ChildName.Of(Service, "engine", ChildName.LongestOfPods);
    public string Gateway => ChildName.Of(Service, "gateway", ChildName.LongestOfPods);
    public string Snapshot => ChildName.Of(Service, "snapshot");

    /// <summary>Of the gateways' Service, and of what leads to it: the service's own, where a Service may be called that.</summary>
    public string Endpoint => ChildName.Of(Service, "");

    /// <summary>Of the engines' Service. A LeaderWorkerSet's controller makes one of the set's own name, for all of its pods.</summary>
    public string EngineService(bool spansNodes) => spansNodes ? $"{Engine}-leaders" : Engine;
}
