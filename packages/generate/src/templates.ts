import {
  type Chart,
  type Expression,
  expressionOf,
  type Finding,
  type ManifestTemplate,
  propertiesOf,
} from '@helm-charts/types';
import type { Lines } from './emit/block.ts';
import { test } from './emit/condition.ts';
import { body, inline, reportStart } from './emit/file.ts';
import { members } from './emit/manifest.ts';
import { goString } from './emit/pipeline.ts';
import { controlOf } from './emit/presence.ts';
import { join } from './emit/scalar.ts';
import type { Scope } from './emit/scope.ts';
import { helpers } from './helpers.ts';
import { type Reads, reads } from './reads.ts';

/** The templates of a chart, what they read of its values, and what is wrong with them. */
export interface Templates {
  readonly files: ReadonlyMap<string, string>;
  readonly reads: Reads;
  readonly findings: readonly Finding[];
}

/** Emits a chart's templates. `read` gives the content of a plain file beside the chart's sources. */
export const templates = (
  chart: Chart,
  header: string,
  read: (path: string) => string,
): Templates => {
  const tracker = reads(chart.values.schema);
  const scope: Scope = {
    chart: chart.name,
    root: '',
    variables: new Map(),
    known: new Set(),
    where: '',
    read: tracker.read,
    report: (finding) => tracker.findings.push(finding),
  };
  const comment = `{{- /* ${header} */ -}}`;
  const files = new Map<string, string>();
  const add = (name: string, lines: Lines) =>
    files.set(`templates/${name}`, `${[comment, ...lines].join('\n').trimEnd()}\n`);

  for (const [name, of] of Object.entries(chart.manifests)) {
    add(`${name}.yaml`, documents([of].flat(), { ...scope, where: `${name}.yaml ` }));
  }
  if (chart.rules.length > 0) {
    if ('rules' in chart.manifests) {
      tracker.findings.push({
        rule: 'template-twice',
        severity: 'error',
        where: 'templates/rules.yaml',
        message: 'the rules of the chart stand in this template; give its manifests another name',
      });
    }
    // A rule forbids something; that it looks at a value is no use of the value.
    const silent = { ...scope, read: tracker.check };
    add(
      'rules.yaml',
      chart.rules.flatMap(({ sentence, holds }) => [
        `{{- if ${test({ kind: 'not', of: holds }, silent)} }}`,
        `{{- fail ${goString(sentence)} }}`,
        '{{- end }}',
      ]),
    );
  }
  const notes = notesOf(chart, scope, read);
  // Files are defined after all that includes them is known; what fills a file may include another.
  for (const file of tracker.files) {
    const content = read(file.path);
    const name = `${file.path.replace(/[^/]*$/, '_$&')}.tpl`;
    const before = files.get(`templates/${name}`);
    reportStart(file, content, scope);
    add(name, [
      `{{- define "${chart.name}.${file.path}" -}}`,
      ...body(file, content, scope),
      '{{- end }}',
    ]);
    if (before !== undefined && before !== files.get(`templates/${name}`)) {
      tracker.findings.push({
        rule: 'file-twice',
        severity: 'error',
        where: `src/${file.path}`,
        message:
          'the chart fills this file in two ways, but it can be defined once; copy it under another name',
      });
    }
  }
  add('_helpers.tpl', helpers(chart.name, chart.values.schema, tracker.hasImages()));
  files.set('templates/NOTES.txt', notes);
  if (propertiesOf(chart.values.schema)?.fullnameOverride !== undefined)
    tracker.mark(['fullnameOverride']);
  return { files, reads: tracker, findings: tracker.findings };
};

const documents = (manifests: readonly unknown[], scope: Scope): Lines =>
  manifests.flatMap((manifest, at) => {
    const control = controlOf(manifest);
    const separator = at === 0 ? [] : ['---'];
    if (control?.kind !== 'when') return [...separator, ...document(manifest, scope)];
    return [
      `{{- if ${test(control.condition, scope)} }}`,
      ...separator,
      ...document(control.body, scope),
      '{{- end }}',
    ];
  });

const document = (manifest: unknown, scope: Scope): Lines =>
  members(manifest as ManifestTemplate, 0, scope);

const notesOf = ({ notes }: Chart, scope: Scope, read: (path: string) => string): string => {
  const of: Expression | undefined = expressionOf(notes);
  const here = { ...scope, where: 'NOTES.txt' };
  const lines =
    of?.kind === 'file' ? body(of, read(of.path), here) : [join(inline(notes, here, 'notes'))];
  return `${lines.join('\n').trimEnd()}\n`;
};
