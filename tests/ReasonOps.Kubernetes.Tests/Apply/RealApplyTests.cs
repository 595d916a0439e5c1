using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using ReasonOps.ControlPlane;
using ReasonOps.Kubernetes.Apply;
using ReasonOps.Kubernetes.Models;
using ReasonOps.Kubernetes.Tests.Scripted;
using static ReasonOps.Kubernetes.Tests.Scripted.Kinds;

namespace ReasonOps.Kubernetes.Tests.Apply;

/// <summary>On a real API server, which fills in, respells and leaves out as it likes.</summary>
public sealed class RealApplyTests(SharedControlPlane shared) : IClassFixture<SharedControlPlane>
{
    public static TheoryData<string, string> Children => new()
    {
        { nameof(V1Deployment), """
            {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "c"},
             "spec": {"replicas": 0, "minReadySeconds": 0, "paused": false, "selector": {"matchLabels": {"app": "c"}}, "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": 0}},
              "template": {"metadata": {"labels": {"app": "c"}, "annotations": {}}, "spec": {
               "hostNetwork": false, "automountServiceAccountToken": false, "terminationGracePeriodSeconds": 600, "enableServiceLinks": false, "nodeSelector": {}, "affinity": {},
               "securityContext": {"runAsNonRoot": true, "seccompProfile": {"type": "RuntimeDefault"}},
               "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}], "imagePullSecrets": [{"name": "pull"}],
               "topologySpreadConstraints": [{"maxSkew": 1, "topologyKey": "kubernetes.io/hostname", "whenUnsatisfiable": "ScheduleAnyway", "labelSelector": {"matchLabels": {"app": "c"}}}],
               "initContainers": [{"name": "fetch", "image": "fetch:1", "args": []}],
               "containers": [{"name": "engine", "image": "vllm:1", "command": ["serve"], "args": ["--model", "x"], "env": [{"name": "EMPTY", "value": ""}, {"name": "POD", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
                  {"name": "CPUS", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu"}}}],
                 "ports": [{"name": "http", "containerPort": 8000, "hostPort": 0, "protocol": "TCP"}],
                 "resources": {"limits": {"cpu": "0.5", "memory": "1024Mi", "nvidia.com/gpu": "2"}, "requests": {"cpu": "0.25", "memory": "0.5Gi"}},
                 "startupProbe": {"httpGet": {"path": "/health", "port": "http"}, "initialDelaySeconds": 0, "failureThreshold": 360}, "readinessProbe": {"httpGet": {"path": "/health", "port": 8000}, "periodSeconds": 5},
                 "lifecycle": {"preStop": {"exec": {"command": ["sleep", "5"]}}}, "securityContext": {"allowPrivilegeEscalation": false, "readOnlyRootFilesystem": true, "capabilities": {"drop": ["ALL"]}},
                 "volumeMounts": [{"name": "shm", "mountPath": "/dev/shm"}, {"name": "config", "mountPath": "/etc/c", "readOnly": false, "subPath": ""}]}],
               "volumes": [{"name": "shm", "emptyDir": {"medium": "Memory", "sizeLimit": "2048Mi"}}, {"name": "cache", "emptyDir": {}}, {"name": "config", "configMap": {"name": "c", "optional": false}},
                 {"name": "keys", "secret": {"secretName": "c", "defaultMode": 288}}, {"name": "token", "projected": {"sources": [{"serviceAccountToken": {"path": "token", "expirationSeconds": 3600}}]}}]}}}}
            """ },
        { nameof(V1Service), """
            {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "c"}, "spec": {"selector": {"app": "c"}, "publishNotReadyAddresses": false,
             "ports": [{"name": "http", "port": 80, "protocol": "TCP", "targetPort": "http"}, {"name": "dns", "port": 80, "protocol": "UDP", "targetPort": 53}]}}
            """ },
        { nameof(V1NetworkPolicy), """
            {"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "c"}, "spec": {"podSelector": {}, "policyTypes": ["Ingress", "Egress"],
             "ingress": [{"from": [{"podSelector": {"matchLabels": {"app": "gateway"}}}], "ports": [{"port": 8000}]}, {}], "egress": []}}
            """ },
        { nameof(V1Beta1PodDisruptionBudget), """
            {"apiVersion": "policy/v1beta1", "kind": "PodDisruptionBudget", "metadata": {"name": "c"}, "spec": {"maxUnavailable": 1, "selector": {"matchLabels": {"app": "c"}}}}
            """ },
        { nameof(V1PodDisruptionBudget), """
            {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": "c"}, "spec": {"maxUnavailable": "50%", "selector": {"matchLabels": {"app": "c"}}}}
            """ },
        { nameof(V1Secret), """{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "c"}, "type": "Opaque", "data": {"snapshot": "e30=", "empty": ""}}""" },
        { nameof(V1ConfigMap), """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "c", "labels": {"a": ""}, "finalizers": []}, "data": {"a": "", "b": "x"}}""" },
        { nameof(V1ServiceAccount), """{"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "c"}, "automountServiceAccountToken": false}""" },
        { nameof(V1Ingress), """
            {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": {"name": "c"}, "spec": {"rules": [{"host": "c.example", "http": {"paths": [
             {"path": "/v1", "pathType": "Prefix", "backend": {"service": {"name": "c", "port": {"name": "http"}}}}]}}], "tls": [{"hosts": ["c.example"], "secretName": "tls"}]}}
            """ },
    };

    [Theory, MemberData(nameof(Children))]
    public async Task A_child_that_the_server_filled_in_is_no_drift_of_what_was_asked(string kind, string json)
    {
        using var cluster = await RealCluster.StartAsync(shared.Plane);
        var type = TypeOf(kind);
        if (await cluster.Client.GetRawAsync($"/apis/{type.Group}/{type.Version}", default) is null && type.Group.Length > 0) return; // not served by this version
        var (applier, wish) = (Applier(cluster), Wish(cluster, json));
        var made = await applier.ApplyAsync(type, wish, null, default);
        Assert.Equal(ApplyAction.Created, made.Action);
        Assert.Empty(Drift.Between(JsonSerializer.SerializeToElement(wish), made.Live.Root));

        var live = await cluster.LiveAsync(type, "c");
        Assert.Equal(ApplyAction.Unchanged, (await Applier(cluster).ApplyAsync(type, wish, live, default)).Action); // as after a restart
        Assert.Equal(live.Metadata.ResourceVersion, (await cluster.LiveAsync(type, "c")).Metadata.ResourceVersion);
    }

    [Fact]
    public async Task What_others_add_survives_a_change_and_what_they_break_is_mended()
    {
        using var cluster = await RealCluster.StartAsync(shared.Plane);
        var (type, applier) = (EntityType.Of<V1Deployment>(), Applier(cluster));
        var wish = Wish(cluster, Children.First(child => (string)child[0] == nameof(V1Deployment))[1].ToString()!);
        await applier.ApplyAsync(type, wish, null, default);
        await cluster.KubectlAsync("patch", "deployment", "c", "--type=strategic", "-p", """
            {"metadata": {"labels": {"team": "a"}}, "spec": {"template": {"spec": {"containers": [{"name": "sidecar", "image": "s:1"}, {"name": "engine", "env": [{"name": "THEIRS", "value": "1"}]}]}}}}
            """);
        Assert.Equal(ApplyAction.Unchanged, (await applier.ApplyAsync(type, wish, await cluster.LiveAsync(type, "c"), default)).Action);

        await cluster.KubectlAsync("patch", "deployment", "c", "--type=strategic", "-p", """{"spec": {"template": {"spec": {"containers": [{"name": "engine", "image": "theirs:1"}]}}}}""");
        Assert.Equal(ApplyAction.Changed, (await applier.ApplyAsync(type, wish, await cluster.LiveAsync(type, "c"), default)).Action);

        wish["spec"]!["template"]!["spec"]!["containers"]![0]!.AsObject().Remove("lifecycle"); // of which apply alone leaves a husk
        var changed = await applier.ApplyAsync(type, wish, await cluster.LiveAsync(type, "c"), default);
        Assert.Equal(ApplyAction.Changed, changed.Action);
        var containers = changed.Live["spec"].GetProperty("template").GetProperty("spec").GetProperty("containers").EnumerateArray().ToList();
        Assert.Equal(["engine", "sidecar"], containers.Select(container => container.GetProperty("name").GetString()!).Order());
        var engine = containers.Single(container => container.GetProperty("name").GetString() == "engine");
        Assert.Equal("vllm:1", engine.GetProperty("image").GetString());
        Assert.False(engine.TryGetProperty("lifecycle", out _));
        Assert.Contains("THEIRS", engine.GetProperty("env").ToString());
        Assert.Equal("a", changed.Live.Metadata.Labels!["team"]);
    }

    [Fact]
    public async Task A_strangers_object_is_left_alone_and_a_terminating_one_is_waited_for()
    {
        using var cluster = await RealCluster.StartAsync(shared.Plane);
        var owner = (await cluster.PutAsync(Job, Parent("p"))).Metadata;
        await cluster.PutAsync(ConfigMap, Map("theirs", "precious"));
        await Assert.ThrowsAsync<ChildConflictException>(() => Applier(cluster).ApplyAsync(ConfigMap, Here(cluster, Map("theirs", "1", owner)), null, default));
        Assert.Equal("precious", (await cluster.LiveAsync(ConfigMap, "theirs"))["data"].GetProperty("value").GetString());

        var wish = Here(cluster, Map("going", "1", owner));
        await Applier(cluster).ApplyAsync(ConfigMap, wish, null, default);
        await cluster.KubectlAsync("patch", "configmap", "going", "--type=merge", "-p", """{"metadata": {"finalizers": ["tests/hold"]}}""");
        await cluster.KubectlAsync("delete", "configmap", "going", "--wait=false");
        wish["data"]!["value"] = "2";
        Assert.Equal(ApplyAction.Unchanged, (await Applier(cluster).ApplyAsync(ConfigMap, wish, null, default)).Action);
        await cluster.KubectlAsync("patch", "configmap", "going", "--type=merge", "-p", """{"metadata": {"finalizers": null}}""");
        Assert.Equal(ApplyAction.Created, (await Applier(cluster).ApplyAsync(ConfigMap, wish, null, default)).Action);
    }

    [Fact]
    public async Task A_status_is_sent_when_it_differs_and_conditions_of_others_stay()
    {
        using var cluster = await RealCluster.StartAsync(shared.Plane);
        await cluster.PutAsync(Job, Parent("p"));
        Task<bool> WriteAsync(ApiObject entity, JsonObject status) => new StatusWriter(cluster.Client, TimeProvider.System).WriteAsync(Job, entity.Metadata, entity["status"], status, default);
        Task<ApiObject> LiveAsync() => cluster.LiveAsync(Job, "p");

        var status = Status("False", "Starting");
        (status["replicas"], status["share"]) = (3, 0.80m);
        Assert.True(await WriteAsync(await LiveAsync(), status));
        Assert.False(await WriteAsync(await LiveAsync(), Status(status, "False", "Starting")));
        Assert.Equal(1, (await LiveAsync())["spec"].GetProperty("size").GetInt32());
        var since = Since(await LiveAsync());

        var theirs = new StatusWriter(cluster.Client, TimeProvider.System, "others");
        await theirs.WriteAsync(Job, (await LiveAsync()).Metadata, default, JsonNode.Parse("""{"conditions": [{"type": "Theirs", "status": "True"}]}""")!.AsObject(), default);
        Assert.True(await WriteAsync(await LiveAsync(), Status("False", "Pulling")));
        var live = await LiveAsync();
        Assert.False(live["status"].TryGetProperty("replicas", out _)); // no longer said
        Assert.Equal(since, Since(live));
        Assert.Equal(["Ready", "Theirs"], live["status"].GetProperty("conditions").EnumerateArray().Select(condition => condition.GetProperty("type").GetString()!).Order());

        var writer = new StatusWriter(cluster.Client, TimeProvider.System);
        Assert.True(await writer.WriteAsync(Job, live.Metadata, live["status"], Status("True", "Up"), default));
        live = await LiveAsync();
        Assert.False(await writer.WriteAsync(Job, live.Metadata, live["status"], Status("True", "Up"), default));
    }

    [Fact]
    public async Task A_status_of_what_is_gone_or_made_anew_is_not_written()
    {
        using var cluster = await RealCluster.StartAsync(shared.Plane);
        var old = await cluster.PutAsync(Job, Parent("p"));
        await cluster.KubectlAsync("delete", "jobs.tests.reasonops.io", "p");
        var writer = new StatusWriter(cluster.Client, TimeProvider.System);
        Assert.False(await writer.WriteAsync(Job, old.Metadata, default, Status("True", "Up"), default));
        await cluster.PutAsync(Job, Parent("p"));
        Assert.False(await writer.WriteAsync(Job, old.Metadata, default, Status("True", "Up"), default));
        Assert.Equal(default, (await cluster.LiveAsync(Job, "p"))["status"].ValueKind);
    }

    [Fact]
    public async Task A_namesake_that_came_since_is_spared_when_pruning()
    {
        using var cluster = await RealCluster.StartAsync(shared.Plane);
        var owner = (await cluster.PutAsync(Job, Parent("p"))).Metadata;
        var old = await cluster.PutAsync(ConfigMap, Map("c", owner: owner));
        var stale = await cluster.PutAsync(ConfigMap, Map("d", owner: owner));
        await cluster.KubectlAsync("delete", "configmap", "c");
        await cluster.PutAsync(ConfigMap, Map("c", owner: owner));
        var pruner = new ChildPruner(cluster.Client, NullLogger<ChildPruner>.Instance);
        var pruned = await pruner.PruneAsync(owner.Uid!, [(ConfigMap, old), (ConfigMap, stale)], (_, _) => false, default);
        Assert.Equal(["d"], pruned.Select(map => map.Metadata.Name!));
        await cluster.LiveAsync(ConfigMap, "c");
    }

    private static ChildApplier Applier(RealCluster cluster) => new(cluster.Client, "reasonops", NullLogger<ChildApplier>.Instance);

    private static JsonObject Wish(RealCluster cluster, string json) => Here(cluster, JsonNode.Parse(json)!.AsObject());

    private static JsonObject Here(RealCluster cluster, JsonObject wish)
    {
        wish["metadata"]!["namespace"] = cluster.Namespace;
        return wish;
    }

    private static JsonObject Status(string status, string reason) => new() {
        ["conditions"] = new JsonArray(new JsonObject { ["type"] = "Ready", ["status"] = status, ["reason"] = reason, ["message"] = "told" }) };

    private static JsonObject Status(JsonObject like, string status, string reason)
    {
        var same = (JsonObject)like.DeepClone();
        same["conditions"] = Status(status, reason)["conditions"]!.DeepClone();
        return same;
    }

    private static string? Since(ApiObject live) => live["status"].GetProperty("conditions").EnumerateArray()
        .Single(condition => condition.GetProperty("type").GetString() == "Ready").GetProperty("lastTransitionTime").GetString();

    private static EntityType TypeOf(string kind) => kind switch
    {
        nameof(V1Deployment) => EntityType.Of<V1Deployment>(),
        nameof(V1Service) => EntityType.Of<V1Service>(),
        nameof(V1NetworkPolicy) => EntityType.Of<V1NetworkPolicy>(),
        nameof(V1Beta1PodDisruptionBudget) => EntityType.Of<V1Beta1PodDisruptionBudget>(),
        nameof(V1PodDisruptionBudget) => EntityType.Of<V1PodDisruptionBudget>(),
        nameof(V1Secret) => EntityType.Of<V1Secret>(),
        nameof(V1ConfigMap) => EntityType.Of<V1ConfigMap>(),
        nameof(V1ServiceAccount) => EntityType.Of<V1ServiceAccount>(),
        _ => EntityType.Of<V1Ingress>(),
    };
}
