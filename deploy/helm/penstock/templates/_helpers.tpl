{{- define "penstock.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 40 | trimSuffix "-" }}
{{- end }}

{{- define "penstock.fullname" -}}
{{- if .Values.fullnameOverride }}
{{- .Values.fullnameOverride | trunc 40 | trimSuffix "-" }}
{{- else if contains (include "penstock.name" .) .Release.Name }}
{{- .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}
{{- printf "%s-%s" .Release.Name (include "penstock.name" .) | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* What tells the pods of this release from all others. */}}
{{- define "penstock.release" -}}
app.kubernetes.io/part-of: penstock
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end }}

{{/* (dict "root" $ "service" "catalog"): what tells the pods of one service from all others. */}}
{{- define "penstock.selector" -}}
{{ include "penstock.release" .root }}
app.kubernetes.io/name: {{ .service }}
{{- end }}

{{- define "penstock.labels" -}}
{{ include "penstock.selector" . }}
app.kubernetes.io/version: {{ default .root.Chart.AppVersion .root.Values.image.tag | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version }}
{{- end }}

{{- define "penstock.image" -}}
{{- $image := .root.Values.image -}}
{{- $name := printf "%s/%s" $image.repository .service -}}
{{- if $image.registry }}{{ $name = printf "%s/%s" $image.registry $name }}{{ end -}}
{{- $digest := (index .root.Values .service).image.digest -}}
{{- if $digest }}{{ printf "%s@%s" $name $digest }}{{ else }}{{ printf "%s:%s" $name (default .root.Chart.AppVersion $image.tag) }}{{ end -}}
{{- end }}

{{/* The port of each service. */}}
{{- define "penstock.port" -}}
{{- get (dict "catalog" 8081 "ingest" 8082 "validation" 8083 "transform" 8084 "workflow" 8085) .service -}}
{{- end }}

{{/* Which backing services a service talks to, as JSON. */}}
{{- define "penstock.uses" -}}
{{- get (dict
  "catalog" (list "postgres" "kafka" "s3")
  "ingest" (list "kafka" "s3" "catalog")
  "validation" (list "temporal" "s3")
  "transform" (list "temporal" "s3")
  "workflow" (list "temporal" "kafka" "catalog")) .service | toJson -}}
{{- end }}

{{/* The name of a setting as an environment variable. */}}
{{- define "penstock.variable" -}}
{{- regexReplaceAll "[^A-Za-z0-9]" . "_" | upper -}}
{{- end }}

{{- define "penstock.securityContext.pod" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
seccompProfile:
  type: RuntimeDefault
{{- end }}

{{- define "penstock.securityContext.container" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop: [ALL]
{{- end }}

{{/* A volume that is lost with the pod. */}}
{{- define "penstock.scratchVolume" -}}
name: scratch
{{- if .storageClass }}
ephemeral:
  volumeClaimTemplate:
    spec:
      accessModes: [ReadWriteOnce]
      storageClassName: {{ .storageClass }}
      resources:
        requests:
          storage: {{ .sizeLimit }}
{{- else }}
emptyDir:
  sizeLimit: {{ .sizeLimit }}
{{- end }}
{{- end }}
