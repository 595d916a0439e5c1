{{- define "reasonops.name" -}}
{{- .Values.nameOverride | default .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end }}

{{/* At most 46, so that the longest suffix (-leader-election) still fits where 63 is the end. */}}
{{- define "reasonops.fullname" -}}
{{- $name := include "reasonops.name" . -}}
{{- $release := contains $name .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $name) -}}
{{- .Values.fullnameOverride | default $release | trunc 46 | trimSuffix "-" -}}
{{- end }}

{{- define "reasonops.serviceAccount" -}}
{{- if .Values.serviceAccount.create -}}
{{- .Values.serviceAccount.name | default (include "reasonops.fullname" .) -}}
{{- else -}}
{{- required "serviceAccount.name: name the ServiceAccount to use, or set serviceAccount.create" .Values.serviceAccount.name -}}
{{- end -}}
{{- end }}

{{- define "reasonops.image" -}}
{{- $tagged := printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- with .Values.image.digest }}{{ printf "%s@%s" $tagged . }}{{ else }}{{ $tagged }}{{ end -}}
{{- end }}

{{/* What never changes of an installation: all that selectors may use. */}}
{{- define "reasonops.selector" -}}
app.kubernetes.io/name: {{ include "reasonops.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end }}

{{/* Labels of an object: dict root, component, labels. The chart's own win, since selectors rely on them. */}}
{{- define "reasonops.labels" -}}
{{- $own := dict
  "helm.sh/chart" (printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_")
  "app.kubernetes.io/name" (include "reasonops.name" .root)
  "app.kubernetes.io/instance" .root.Release.Name
  "app.kubernetes.io/version" .root.Chart.AppVersion
  "app.kubernetes.io/managed-by" .root.Release.Service
  "app.kubernetes.io/part-of" "reasonops"
  "app.kubernetes.io/component" (.component | default "operator") -}}
{{- toYaml (merge $own (.labels | default dict) .root.Values.commonLabels) -}}
{{- end }}

{{/* Metadata of an object: dict root, name, namespace (none for what no namespace holds), component, labels, annotations. */}}
{{- define "reasonops.metadata" -}}
name: {{ .name }}
{{- with .namespace }}
namespace: {{ . }}
{{- end }}
labels:
  {{- include "reasonops.labels" . | nindent 2 }}
{{- with merge (dict) (.annotations | default dict) .root.Values.commonAnnotations }}
annotations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* Quantities as text: server-side apply of older servers takes no number for them. */}}
{{- define "reasonops.resources" -}}
{{- range $what, $quantities := . }}
{{ $what }}:
  {{- range $resource, $quantity := $quantities }}
  {{ $resource }}: {{ $quantity | quote }}
  {{- end }}
{{- end }}
{{- end }}
