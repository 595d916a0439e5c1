namespace ReasonOps.ControlPlane.Tests.ProcessNode;

public class SurroundingsTests(SharedNode shared) : IClassFixture<SharedNode>
{
    [Fact]
    public async Task Variables_come_from_everywhere_and_into_arguments()
    {
        var yard = await Yard.OpenAsync(shared);
        await yard.RunAsync("create", "configmap", "settings", "--from-literal=COLOUR=blue", "--from-literal=SIZE=9");
        await yard.RunAsync("create", "secret", "generic", "keys", "--from-literal=token=rk-1");
        await yard.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: vars, labels: {tier: gold}}
            spec:
              containers:
              - name: c
                image: any
                command: [sh, -c]
                args: ["echo $(ME) $(TIER) $(MY_COLOUR) $TOKEN $(BOTH) ${NONE-nothing} on $(HOST); sleep 1000"]
                envFrom: [{prefix: MY_, configMapRef: {name: settings}}]
                env:
                - {name: ME, valueFrom: {fieldRef: {fieldPath: metadata.name}}}
                - {name: TIER, valueFrom: {fieldRef: {fieldPath: "metadata.labels['tier']"}}}
                - {name: HOST, valueFrom: {fieldRef: {fieldPath: spec.nodeName}}}
                - {name: TOKEN, valueFrom: {secretKeyRef: {name: keys, key: token}}}
                - {name: BOTH, value: "$(MY_SIZE)-$(TIER)"}
                - {name: NONE, valueFrom: {secretKeyRef: {name: none, key: none, optional: true}}}
            """);
        await yard.LogsAsync("vars", "vars gold blue rk-1 9-gold nothing on node-1");
    }

    [Fact]
    public async Task A_pod_waits_for_what_it_names_and_says_so()
    {
        var yard = await Yard.OpenAsync(shared);
        await yard.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: waits}
            spec:
              volumes: [{name: s, secret: {secretName: later}}]
              containers: [{name: c, image: any, command: [sh, -c, "cat /s/key; sleep 1000"], volumeMounts: [{name: s, mountPath: /s}]}]
            """);
        await yard.IsAsync("pod/waits", ".status.containerStatuses[0].state.waiting.message", "MountVolume.SetUp failed: secret \"later\" not found");
        await yard.RunAsync("create", "secret", "generic", "later", "--from-literal=key=here-now");
        await yard.LogsAsync("waits", "here-now");
    }

    [Fact]
    public async Task Mounted_files_change_with_their_secret_and_nothing_restarts()
    {
        var yard = await Yard.OpenAsync(shared);
        await yard.RunAsync("create", "secret", "generic", "keys", "--from-literal=key=old");
        await yard.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: reader}
            spec:
              volumes: [{name: s, projected: {sources: [{secret: {name: keys, items: [{key: key, path: sub/name}]}}]}}]
              containers:
              - {name: c, image: any, command: [sh, -c, "while true; do echo now $(cat /s/sub/name); sleep 0.1; done"], volumeMounts: [{name: s, mountPath: /s, readOnly: true}]}
            """);
        await yard.LogsAsync("reader", "now old");
        await yard.RunAsync("patch", "secret", "keys", "-p", "{\"stringData\": {\"key\": \"new\"}}");
        await yard.LogsAsync("reader", "now new");
        Assert.Equal("0", await yard.FieldAsync("pod/reader", ".status.containerStatuses[0].restartCount"));
        Assert.DoesNotContain("No such file", yard.Logs("reader"));
    }

    [Fact]
    public async Task Names_of_services_lead_to_the_pods_that_are_ready()
    {
        var yard = await Yard.OpenAsync(shared);
        await yard.ApplyAsync("""
            apiVersion: v1
            kind: Service
            metadata: {name: engines}
            spec: {clusterIP: None, selector: {app: engine}, ports: [{port: 8000}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: one, labels: {app: engine}}
            spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: web}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: two, labels: {app: engine}}
            spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: web}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: unready, labels: {app: engine}}
            spec: {terminationGracePeriodSeconds: 1, containers: [{name: c, image: web, readinessProbe: {exec: {command: ["false"]}}}]}
            ---
            apiVersion: v1
            kind: Pod
            metadata: {name: asks}
            spec:
              terminationGracePeriodSeconds: 1
              containers:
              - name: c
                image: any
                command: [sh, -c, "while true; do echo found $(getent ahosts engines.$NS.svc.cluster.local | awk '/STREAM/ {print $1}' | sort | xargs); sleep 0.1; done"]
                env: [{name: NS, valueFrom: {fieldRef: {fieldPath: metadata.namespace}}}]
            """);
        await yard.RunAsync("wait", "--for=condition=Ready", "pod/one", "pod/two", "--timeout=60s");
        var one = await yard.FieldAsync("pod/one", ".status.podIP");
        var two = await yard.FieldAsync("pod/two", ".status.podIP");
        await yard.LogsAsync("asks", $"found {string.Join(' ', new[] { one, two }.Order(StringComparer.Ordinal))}\n");
        await yard.RunAsync("delete", "pod", "one", "--timeout=60s");
        await yard.LogsAsync("asks", $"found {two}\n");
    }

    [Fact]
    public async Task Probes_decide_when_a_container_has_started_is_ready_and_is_alive()
    {
        var yard = await Yard.OpenAsync(shared);
        await yard.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: probed}
            spec:
              terminationGracePeriodSeconds: 1
              volumes: [{name: d, emptyDir: {}}]
              containers:
              - name: c
                image: any
                command: [sh, -c, "echo life; touch /d/alive; sleep 1; touch /d/started; sleep 1000"]
                volumeMounts: [{name: d, mountPath: /d}]
                startupProbe: {exec: {command: [test, -e, /d/started]}, periodSeconds: 1, failureThreshold: 60}
                readinessProbe: {exec: {command: [test, -e, /d/ready]}, periodSeconds: 1}
                livenessProbe: {exec: {command: [test, -e, /d/alive]}, periodSeconds: 1, failureThreshold: 2}
            """);
        await yard.IsAsync("pod/probed", ".status.containerStatuses[0].started", "true");
        Assert.Equal("false", await yard.FieldAsync("pod/probed", ".status.containerStatuses[0].ready"));
        var volume = Directory.EnumerateDirectories(Path.Combine(shared.Node.Folder, "pods"), "probed-*").Single() + "/volumes/d";
        await File.WriteAllTextAsync($"{volume}/ready", "");
        await yard.RunAsync("wait", "--for=condition=Ready", "pod/probed", "--timeout=60s");
        File.Delete($"{volume}/alive");
        await yard.IsAsync("pod/probed", ".status.containerStatuses[0].restartCount", "1");
        await yard.RunAsync("delete", "pod", "probed", "--timeout=20s");
    }

    [Fact]
    public async Task A_pod_has_the_token_of_its_account()
    {
        var yard = await Yard.OpenAsync(shared);
        await yard.ApplyAsync("""
            apiVersion: v1
            kind: Pod
            metadata: {name: account}
            spec:
              automountServiceAccountToken: false
              volumes:
              - {name: t, projected: {sources: [{serviceAccountToken: {path: token, expirationSeconds: 3600}}, {configMap: {name: kube-root-ca.crt, items: [{key: ca.crt, path: ca.crt}]}}]}}
              containers:
              - name: c
                image: any
                command: [sh, -c, "cd /var/run/secrets/kubernetes.io/serviceaccount; ls; wc -c token; echo server $KUBERNETES_SERVICE_HOST; sleep 1000"]
                volumeMounts: [{name: t, mountPath: /var/run/secrets/kubernetes.io/serviceaccount}]
            """);
        await yard.LogsAsync("account", "server 127.0.0.1");
        Assert.Matches(@"ca\.crt\s+token\s+\d{3,} token", yard.Logs("account"));
    }
}
