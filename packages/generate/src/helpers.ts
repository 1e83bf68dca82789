import { type JsonSchema, propertiesOf } from '@helm-charts/types';
import type { Lines } from './emit/block.ts';
import { templatedHelper } from './emit/extra.ts';
import type { Reads } from './reads.ts';
import { renameHelper } from './renamed.ts';

/**
 * `_helpers.tpl`: the names and labels of a chart's objects, as in `helm create` (helm pkg/chart/v2/util/create.go), but a name is
 * truncated only if necessary, and `+` in a version is replaced in labels. Then the helpers that the chart defines.
 */
export const helpers = (
  chart: string,
  values: JsonSchema,
  {
    hasImages,
    hasGenerated,
    hasTemplates,
  }: Pick<Reads, 'hasImages' | 'hasGenerated' | 'hasTemplates'>,
  own: ReadonlyMap<string, Lines>,
): Lines => {
  const renames = renameHelper(values);
  return [
    ...define(`${chart}.fullname`, fullname(chart, Object.keys(propertiesOf(values) ?? {}))),
    ...define(`${chart}.selectorLabels`, [
      `app.kubernetes.io/name: ${chart}`,
      'app.kubernetes.io/instance: {{ .Release.Name | quote }}',
    ]),
    ...define(`${chart}.labels`, [
      `{{- include "${chart}.selectorLabels" . }}`,
      'app.kubernetes.io/version: {{ .Chart.AppVersion | replace "+" "_" | quote }}',
      'app.kubernetes.io/managed-by: {{ .Release.Service | quote }}',
      `helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" | quote }}`,
    ]),
    ...(hasImages()
      ? define(`${chart}.image`, [
          '{{- printf "%s:%s" .repository .tag }}',
          '{{- with .digest }}@{{ . }}{{ end }}',
        ])
      : []),
    ...(renames.length > 0 ? define(`${chart}.renamedValues`, renames) : []),
    ...(hasGenerated() ? define(`${chart}.generated`, generated) : []),
    ...(hasTemplates() ? define(`${chart}.templated`, templatedHelper(chart)) : []),
    ...ownHelpers(chart, own),
  ];
};

/** The helpers that a chart defines itself, in the order of their names. */
export const ownHelpers = (chart: string, own: ReadonlyMap<string, Lines>): Lines =>
  [...own.keys()].toSorted().flatMap((name) => define(`${chart}.${name}`, own.get(name) ?? []));

const define = (name: string, lines: Lines): Lines => [
  `{{- define "${name}" -}}`,
  ...lines,
  '{{- end }}',
  '',
];

/** Keeps the existing keys of a Secret in the cluster. A Secret that is missing although its data exist is not created again. */
const generated: Lines = [
  '{{- $secret := .of.existingSecret }}',
  '{{- $live := lookup "v1" "Secret" .namespace $secret }}',
  '{{- if and (not $live) .claim (lookup "v1" "PersistentVolumeClaim" .namespace .claim) }}',
  '{{- fail (printf "The Secret %s is missing, but the data that belong to it are there: restore the Secret, or delete the claim %s to start again." $secret .claim) }}',
  '{{- end }}',
  '{{- $data := deepCopy ($live.data | default dict) }}',
  '{{- range values .of.keys | sortAlpha }}',
  '{{- if not (hasKey $data .) }}',
  '{{- $_ := set $data . (randAlphaNum 43 | b64enc) }}',
  '{{- end }}',
  '{{- end }}',
  '{{- toYaml $data }}',
];

const fullname = (chart: string, keys: readonly string[]): Lines => {
  const computed = [
    `{{- if contains "${chart}" .Release.Name }}`,
    '{{- .Release.Name | trunc 63 | trimSuffix "-" }}',
    '{{- else }}',
    `{{- printf "%s-${chart}" .Release.Name | trunc 63 | trimSuffix "-" }}`,
    '{{- end }}',
  ];
  if (!keys.includes('fullnameOverride')) return computed;
  return [
    '{{- if .Values.fullnameOverride }}',
    '{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" }}',
    ...computed.map((line, at) => (at === 0 ? line.replace('{{- if', '{{- else if') : line)),
  ];
};
