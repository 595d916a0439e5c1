{{/*
What the operator asks of the API server where it watches, and nothing else: a test compares this with the kinds its code names,
another runs it under exactly these rules. Server-side apply is "patch", and "create" where the object is not there yet.
*/}}
{{- define "reasonops.rules" -}}
- apiGroups: [reasonops.io]
  resources: [reasoningservices, rolloutjobs, verifierpools]
  verbs: [list, watch]
- apiGroups: [reasonops.io]
  resources: [reasoningservices/status, rolloutjobs/status, verifierpools/status]
  verbs: [patch]
# Where owner references are enforced (OpenShift), a child that its owner's deletion waits for needs this right over the owner.
- apiGroups: [reasonops.io]
  resources: [reasoningservices/finalizers, rolloutjobs/finalizers, verifierpools/finalizers]
  verbs: [update]
- apiGroups: [""]
  resources: [configmaps, secrets, serviceaccounts, services]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [apps]
  resources: [deployments]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [batch]
  resources: [jobs]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [leaderworkerset.x-k8s.io]
  resources: [leaderworkersets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [policy]
  resources: [poddisruptionbudgets]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [networking.k8s.io]
  resources: [ingresses, networkpolicies]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [gateway.networking.k8s.io]
  resources: [httproutes]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [monitoring.coreos.com]
  resources: [podmonitors]
  verbs: [get, list, watch, create, patch, delete]
- apiGroups: [""]
  resources: [pods]
  # Patched is one annotation: which of a service's engines goes when there are to be fewer.
  verbs: [list, watch, patch]
- apiGroups: [""]
  resources: [events]
  verbs: [create, patch]
{{- end }}

{{/* Of the replicas among themselves, in their own namespace. */}}
{{- define "reasonops.leaderRules" -}}
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  verbs: [create]
- apiGroups: [coordination.k8s.io]
  resources: [leases]
  resourceNames: [{{ include "reasonops.fullname" . }}]
  verbs: [get, update]
{{- end }}

{{- define "reasonops.subject" -}}
- kind: ServiceAccount
  name: {{ include "reasonops.serviceAccount" . }}
  namespace: {{ .Release.Namespace }}
{{- end }}
