namespace ReasonOps.Operator.Workloads;

internal static class Ports
{
    public const int Engine = 8000;
    public const int Gateway = 8080;
    public const int Verifier = 8080;
    public const int Worker = 8080;

    /// <summary>Of the one port that a container answers at.</summary>
    public const string Name = "http";

    /// <summary>Of the gateways' Service, so that <c>http://math.team-a/v1</c> needs no port.</summary>
    public const int Endpoint = 80;

    /// <summary>Where the pods of one engine that spans nodes find each other.</summary>
    public const int Rendezvous = 29500;
}
