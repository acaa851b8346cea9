{{- define "salvaguarda.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" -}}
{{- end -}}

{{- define "salvaguarda.fullname" -}}
{{- $name := include "salvaguarda.name" . -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{- define "salvaguarda.selector" -}}
app.kubernetes.io/name: {{ include "salvaguarda.name" . }}
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: operator
{{- end -}}

{{- define "salvaguarda.labels" -}}
{{ include "salvaguarda.selector" . }}
app.kubernetes.io/part-of: salvaguarda
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end -}}

{{- define "salvaguarda.account" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "salvaguarda.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- required "serviceAccount.create is false, so serviceAccount.name must name an account." .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "salvaguarda.image" -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" .Values.image.repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" .Values.image.repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* The rules of files/rights.yaml; Secrets by the names that were given, if any. */}}
{{- define "salvaguarda.rules" -}}
{{- $rules := list -}}
{{- range (.Files.Get "files/rights.yaml" | fromYaml).rules -}}
{{- if and $.Values.rbac.secretNames (has "secrets" .resources) -}}
{{- $rules = append $rules (merge (dict "resourceNames" $.Values.rbac.secretNames) .) -}}
{{- else -}}
{{- $rules = append $rules . -}}
{{- end -}}
{{- end -}}
{{- toYaml $rules -}}
{{- end -}}

{{- define "salvaguarda.hookRules" -}}
{{- toYaml (.Files.Get "files/hook-rights.yaml" | fromYaml).rules -}}
{{- end -}}
