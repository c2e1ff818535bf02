{{/* (dict "root" $ "service" "catalog"): all environment variables of a service. */}}
{{- define "penstock.environment" -}}
{{- $root := .root -}}
{{- $values := .root.Values -}}
{{- $own := index $values .service -}}
{{- $uses := include "penstock.uses" . | fromJsonArray -}}
{{- $seconds := $values.shutdown.drainSeconds -}}
{{- $settings := dict
  "quarkus.http.host" "0.0.0.0"
  "quarkus.http.port" (include "penstock.port" .)
  "quarkus.shutdown.timeout" (printf "PT%vS" $seconds)
  "penstock.log.json" true
  "penstock.engine.scratch" "/scratch" -}}
{{- if has "kafka" $uses }}
  {{- $_ := set $settings "kafka.bootstrap.servers" $values.kafka.bootstrapServers }}
  {{- if $values.kafka.trust.secret }}
    {{- $_ := set $settings "kafka.ssl.truststore.type" "PEM" }}
    {{- $_ := set $settings "kafka.ssl.truststore.location" (printf "/etc/penstock/kafka/%s" $values.kafka.trust.key) }}
  {{- end }}
  {{- $settings = merge $settings $values.kafka.settings }}
{{- end }}
{{- if has "postgres" $uses }}
  {{- $address := printf "%s:%v/%s?sslmode=%s" $values.postgres.host $values.postgres.port $values.postgres.database $values.postgres.sslMode }}
  {{- $_ := set $settings "penstock.postgres.jdbc-url" (printf "jdbc:postgresql://%s" $address) }}
  {{- $_ := set $settings "penstock.postgres.reactive-url" (printf "postgresql://%s" $address) }}
  {{- $_ := set $settings "penstock.postgres.migrate-at-start" (not $values.migration.enabled) }}
{{- end }}
{{- if has "s3" $uses }}
  {{- $_ := set $settings "penstock.s3.endpoint" $values.s3.endpoint }}
  {{- $_ := set $settings "penstock.s3.region" $values.s3.region }}
  {{- $_ := set $settings "penstock.s3.bucket" $values.s3.bucket }}
{{- end }}
{{- if has "temporal" $uses }}
  {{- $_ := set $settings "penstock.temporal.address" $values.temporal.address }}
  {{- $_ := set $settings "penstock.temporal.namespace" $values.temporal.namespace }}
  {{- $_ := set $settings "penstock.temporal.shutdown-timeout" (printf "PT%vS" $seconds) }}
{{- end }}
{{- if $values.traces.endpoint }}
  {{- $_ := set $settings "penstock.traces.endpoint" $values.traces.endpoint }}
  {{- $_ := set $settings "penstock.traces.protocol" $values.traces.protocol }}
  {{- $_ := set $settings "penstock.traces.ratio" $values.traces.ratio }}
{{- end }}
{{- if has "catalog" $uses }}
  {{- $_ := set $settings "penstock.catalog.url" (printf "http://%s-catalog:%s" (include "penstock.fullname" $root) (include "penstock.port" (dict "service" "catalog"))) }}
{{- end }}
{{- /* What a person sets wins. "merge" would take false for absent. */ -}}
{{- range $set := list $values.settings $own.settings }}
  {{- range $name, $value := $set }}
    {{- $_ := set $settings $name $value }}
  {{- end }}
{{- end }}
{{- range $name, $value := $settings }}
- name: {{ include "penstock.variable" $name }}
  value: {{ $value | toString | quote }}
{{- end }}
- name: JDK_JAVA_OPTIONS
  value: {{ $own.jvmOptions | quote }}
{{- if eq .service "ingest" }}
- name: PENSTOCK_INGEST_INSTANCE
  valueFrom: {fieldRef: {fieldPath: metadata.name}}
{{- end }}
{{- if has "kafka" $uses }}
{{- range $name, $key := $values.kafka.secret.settings }}
- name: {{ include "penstock.variable" $name }}
  valueFrom: {secretKeyRef: {name: {{ $values.kafka.secret.name }}, key: {{ $key | quote }}}}
{{- end }}
{{- end }}
{{- if has "postgres" $uses }}
{{- include "penstock.postgresAccount" $values.postgres }}
{{- end }}
{{- if has "s3" $uses }}
- name: PENSTOCK_S3_ACCESS_KEY
  valueFrom: {secretKeyRef: {name: {{ $values.s3.secret.name }}, key: {{ $values.s3.secret.accessKeyKey | quote }}}}
- name: PENSTOCK_S3_SECRET_KEY
  valueFrom: {secretKeyRef: {name: {{ $values.s3.secret.name }}, key: {{ $values.s3.secret.secretKeyKey | quote }}}}
{{- end }}
{{- if has .service (list "ingest" "transform") }}
{{- range $values.privacy.keys }}
- name: penstock.privacy.keys.{{ .id }}
  valueFrom: {secretKeyRef: {name: {{ .secret }}, key: {{ .key | quote }}}}
{{- end }}
{{- end }}
{{- end }}

{{- define "penstock.postgresAccount" }}
- name: PENSTOCK_POSTGRES_USERNAME
  valueFrom: {secretKeyRef: {name: {{ .secret.name }}, key: {{ .secret.usernameKey | quote }}}}
- name: PENSTOCK_POSTGRES_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ .secret.name }}, key: {{ .secret.passwordKey | quote }}}}
{{- end }}
