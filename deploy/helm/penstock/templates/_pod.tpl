{{/* (dict "root" $ "service" "catalog"): the pod template of a service. */}}
{{- define "penstock.pod" -}}
{{- $values := .root.Values -}}
{{- $own := index $values .service -}}
{{- $trust := and (has "kafka" (include "penstock.uses" . | fromJsonArray)) $values.kafka.trust.secret -}}
metadata:
  labels:
    {{- include "penstock.labels" . | nindent 4 }}
    {{- with $values.podLabels }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
  {{- with $values.podAnnotations }}
  annotations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
spec:
  serviceAccountName: {{ include "penstock.fullname" .root }}-{{ .service }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ $values.shutdown.graceSeconds }}
  securityContext:
    {{- include "penstock.securityContext.pod" .root | nindent 4 }}
  {{- with $values.image.pullSecrets }}
  imagePullSecrets:
    {{- range . }}
    - name: {{ . }}
    {{- end }}
  {{- end }}
  {{- with $values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- with $values.nodeSelector }}
  nodeSelector:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.tolerations }}
  tolerations:
    {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with $values.topologySpread }}
  topologySpreadConstraints:
    {{- range . }}
    - topologyKey: {{ .topologyKey }}
      maxSkew: {{ .maxSkew }}
      whenUnsatisfiable: {{ .whenUnsatisfiable }}
      labelSelector:
        matchLabels:
          {{- include "penstock.selector" $ | nindent 10 }}
    {{- end }}
  {{- end }}
  containers:
    - name: {{ .service }}
      image: {{ include "penstock.image" . }}
      imagePullPolicy: {{ $values.image.pullPolicy }}
      securityContext:
        {{- include "penstock.securityContext.container" .root | nindent 8 }}
      ports:
        - name: http
          containerPort: {{ include "penstock.port" . }}
      env:
        {{- include "penstock.environment" . | trim | nindent 8 }}
      # Two minutes to start. It is up once its own parts are made, whether or not the backing services answer.
      startupProbe:
        httpGet: {path: /q/health/started, port: http}
        periodSeconds: 2
        timeoutSeconds: 5
        failureThreshold: 60
      # The process itself: a restart mends nothing that a backing service lacks.
      livenessProbe:
        httpGet: {path: /q/health/live, port: http}
        periodSeconds: 10
        timeoutSeconds: 5
        failureThreshold: 6
      # Everything that it needs answers.
      readinessProbe:
        httpGet: {path: /q/health/ready, port: http}
        periodSeconds: 5
        timeoutSeconds: 10
        failureThreshold: 3
      lifecycle:
        preStop:
          sleep: {seconds: {{ $values.shutdown.endpointsSeconds }}}
      resources:
        {{- toYaml $own.resources | nindent 8 }}
      volumeMounts:
        - {name: tmp, mountPath: /tmp}
        - {name: scratch, mountPath: /scratch}
        {{- if $trust }}
        - {name: kafka-trust, mountPath: /etc/penstock/kafka, readOnly: true}
        {{- end }}
  volumes:
    # Native libraries are unpacked here.
    - name: tmp
      emptyDir: {sizeLimit: 512Mi}
    - {{- include "penstock.scratchVolume" $own.scratch | nindent 6 }}
    {{- if $trust }}
    - name: kafka-trust
      secret:
        secretName: {{ $values.kafka.trust.secret }}
        items: [{key: {{ $values.kafka.trust.key }}, path: {{ $values.kafka.trust.key }}}]
    {{- end }}
{{- end }}
