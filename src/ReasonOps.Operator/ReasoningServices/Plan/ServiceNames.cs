namespace ReasonOps.Operator.ReasoningServices.Plan;

/// <summary>Of the children of one service.</summary>
public readonly record struct ServiceNames(string Service)
{
    /// <summary>Of the engines' Deployment, and of what stands beside it.</summary>
    public string Engine => ChildName.Of(Service, "engine");

    /// <summary>Of the engines' LeaderWorkerSet. Not <see cref="Engine"/>: its controller makes a Service of its own name.</summary>
    public string EngineGroup => ChildName.Of(Service, "engine-group", ChildName.LongestOfGroup);
    public string Gateway => ChildName.Of(Service, "gateway");
    public string Snapshot => ChildName.Of(Service, "snapshot");

    /// <summary>Of the gateways' Service, and of what leads to it: the service's own, where a Service may be called that.</summary>
    public string Endpoint => ChildName.Of(Service, "");
}
