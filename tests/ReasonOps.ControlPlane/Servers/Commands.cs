using ReasonOps.ControlPlane.Binaries;

namespace ReasonOps.ControlPlane.Servers;

/// <summary>How each server is started: flags that Kubernetes 1.20 knows as well as 1.36.</summary>
internal sealed record Commands(ControlPlaneBinaries Binaries, ControlPlaneOptions Options, PlaneFiles Files, int EtcdPort, int ApiPort)
{
    // 1.24 removed the insecure ports, and with them the flag that closes them.
    private IEnumerable<string> NoInsecurePort => Binaries.Version.Minor < 24 ? ["--port=0"] : [];

    public IReadOnlyList<string> Etcd(bool skipsFsync) =>
    [
        Binaries.Etcd,
        $"--data-dir={Files.EtcdData}",
        $"--listen-client-urls=http://127.0.0.1:{EtcdPort}",
        $"--advertise-client-urls=http://127.0.0.1:{EtcdPort}",
        "--listen-peer-urls=http://127.0.0.1:0",
        "--logger=zap",
        "--log-level=warn",
        .. skipsFsync ? ["--unsafe-no-fsync"] : Array.Empty<string>(),
    ];

    public IReadOnlyList<string> ApiServer() =>
    [
        Binaries.ApiServer,
        $"--etcd-servers=http://127.0.0.1:{EtcdPort}",
        "--bind-address=127.0.0.1",
        "--advertise-address=127.0.0.1",
        $"--secure-port={ApiPort}",
        $"--tls-cert-file={Files.ServerCertificate}",
        $"--tls-private-key-file={Files.ServerKey}",
        $"--client-ca-file={Files.Authority}",
        $"--cert-dir={Files.Folder}",
        "--service-account-issuer=https://kubernetes.default.svc",
        $"--service-account-key-file={Files.ServiceAccountKey}",
        $"--service-account-signing-key-file={Files.ServiceAccountKey}",
        "--service-cluster-ip-range=10.96.0.0/12",
        "--authorization-mode=RBAC",
        // As OpenShift has it: who sets blockOwnerDeletion must be allowed to.
        "--enable-admission-plugins=OwnerReferencesPermissionEnforcement",
        // Without its controller no namespace gets the service account that this plugin would ask of every pod.
        .. Options.Controllers ? Array.Empty<string>() : ["--disable-admission-plugins=ServiceAccount"],
        // An endpoint on loopback is refused, so the server's own Service stays without.
        "--endpoint-reconciler-type=none",
        "--allow-privileged=true",
        "--profiling=false",
        .. Options.ApiServerArguments,
    ];

    public IReadOnlyList<string> ControllerManager() =>
    [
        Binaries.ControllerManager,
        $"--kubeconfig={Files.ControllerManagerKubeConfig}",
        $"--service-account-private-key-file={Files.ServiceAccountKey}",
        $"--root-ca-file={Files.Authority}",
        "--use-service-account-credentials=true",
        "--leader-elect=false",
        "--secure-port=0",
        .. NoInsecurePort,
        "--kube-api-qps=100",
        "--kube-api-burst=200",
        .. Options.ControllerManagerArguments,
    ];

    public IReadOnlyList<string> Scheduler() =>
    [
        Binaries.Scheduler,
        $"--kubeconfig={Files.SchedulerKubeConfig}",
        "--leader-elect=false",
        "--secure-port=0",
        .. NoInsecurePort,
        "--kube-api-qps=100",
        "--kube-api-burst=200",
    ];
}
