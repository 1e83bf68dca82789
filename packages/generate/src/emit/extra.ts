import type { ExtraObjects, JsonSchema } from '@helm-charts/types';
import { block, type Lines } from './block.ts';
import { path } from './pipeline.ts';
import type { Scope } from './scope.ts';

/** The objects of a list value, each as a separate document. */
export const extraDocuments = ({ of }: ExtraObjects, scope: Scope): Lines => {
  const items = 'schema' in of ? (of.schema.items as JsonSchema) : {};
  const isTemplated = 'x-templated' in items;
  if (isTemplated) scope.read({ kind: 'templates' }, true);
  scope.read(of, true);
  const text = isTemplated
    ? `{{ include "${scope.chart}.templated" (dict "of" $item "root" $) | fromJson | toYaml }}`
    : '{{ toYaml $item }}';
  return block(`range $item := ${path(of, scope, false)}`, ['---', text], 0);
};

/**
 * A helper that returns a value as JSON with each text rendered by `tpl`. Each text is written as a JSON string, so that its rendered
 * content stays a text.
 */
export const templatedHelper = (chart: string): Lines => [
  '{{- if kindIs "string" .of }}',
  '{{- tpl .of .root | toJson }}',
  '{{- else if kindIs "map" .of }}',
  '{{- $members := list }}',
  '{{- range $key, $value := .of }}',
  `{{- $members = append $members (printf "%s:%s" (toJson $key) (include "${chart}.templated" (dict "of" $value "root" $.root))) }}`,
  '{{- end }}',
  '{{- printf "{%s}" (join "," $members) }}',
  '{{- else if kindIs "slice" .of }}',
  '{{- $items := list }}',
  '{{- range .of }}',
  `{{- $items = append $items (include "${chart}.templated" (dict "of" . "root" $.root)) }}`,
  '{{- end }}',
  '{{- printf "[%s]" (join "," $items) }}',
  '{{- else }}',
  '{{- toJson .of }}',
  '{{- end }}',
];
