import {
  type Chart,
  type Expression,
  type ExtraObjects,
  expressionOf,
  type Finding,
  type ManifestTemplate,
  propertiesOf,
} from '@helm-charts/types';
import type { Sources } from './chart.ts';
import { either, type Lines, onlyIf } from './emit/block.ts';
import { test } from './emit/condition.ts';
import { extraDocuments } from './emit/extra.ts';
import { body, type FileExpression, inline, reportStart } from './emit/file.ts';
import { members } from './emit/manifest.ts';
import { goString, pipeline } from './emit/pipeline.ts';
import { controlOf } from './emit/presence.ts';
import { join } from './emit/scalar.ts';
import { report, type Scope } from './emit/scope.ts';
import { helpers, ownHelpers } from './helpers.ts';
import { type Reads, reads } from './reads.ts';
import { renameNotes } from './renamed.ts';

/** The templates of a chart, their reads from its values, and the findings. */
export interface Templates {
  readonly files: ReadonlyMap<string, string>;
  readonly reads: Reads;
  readonly findings: readonly Finding[];
}

/** The id of the finding for a missing plain file. */
export const absentFile = 'source';

const helpersFile = 'templates/_helpers.tpl';

/** Emits a chart's templates. */
export const templates = (chart: Chart, header: string, read: Sources['read']): Templates => {
  const tracker = reads(chart.values.schema);
  const scope: Scope = {
    chart: chart.name,
    root: '',
    variables: new Map(),
    known: new Set(),
    position: { file: helpersFile },
    keys: [],
    read: tracker.read,
    report: (finding) => tracker.findings.push(finding),
  };
  const comment = `{{- /* ${header} */ -}}`;
  const files = new Map<string, string>();
  const add = (name: string, lines: Lines) =>
    files.set(`templates/${name}`, `${[comment, ...lines].join('\n').trimEnd()}\n`);

  const renamed = renameNotes(chart.values.schema);
  // Each template renames old values first, since it may be the first that reads one.
  const rename = renamed.length > 0 ? [`{{- include "${chart.name}.renamedValues" . }}`] : [];
  for (const [name, of] of Object.entries(chart.manifests)) {
    add(`${name}.yaml`, [
      ...rename,
      ...documents(of, { ...scope, position: { file: `templates/${name}.yaml` } }),
    ]);
  }
  if (chart.rules.length > 0) {
    if ('rules' in chart.manifests) {
      tracker.findings.push({
        rule: 'template-twice',
        severity: 'error',
        position: { file: 'templates/rules.yaml' },
        message:
          'the chart has manifests named `rules`, but this template contains the rules of the chart',
        fix: 'give the manifests another name',
      });
    }
    // A rule that reads a value does not count as a use of the value.
    const silent = { ...scope, read: tracker.check };
    add('rules.yaml', [
      ...rename,
      '{{- $broken := list }}',
      ...chart.rules.flatMap(({ sentence, holds }) => [
        `{{- if ${test({ kind: 'not', of: holds }, silent)} }}`,
        `{{- $broken = append $broken ${goString(sentence)} }}`,
        '{{- end }}',
      ]),
      '{{- if $broken }}',
      '{{- fail (join "\\n" $broken) }}',
      '{{- end }}',
    ]);
  }
  const notes = notesOf(chart, scope, read);
  const own = new Map<string, Lines>(
    Object.entries(chart.helpers ?? {}).map(([name, of]) => [name, definition(of, scope)]),
  );
  // Files and helpers are emitted last, when all includes are known. A filling of one may include another.
  for (const of of tracker.included) {
    if (of.kind === 'definition') {
      const lines = definition(of.of, scope);
      if (own.has(of.name) && own.get(of.name)?.join('\n') !== lines.join('\n'))
        tracker.findings.push(
          twice('helper-twice', helpersFile, `helper ${of.name} is defined twice`),
        );
      own.set(of.name, lines);
      continue;
    }
    const content = read(of.path);
    if (content === undefined) {
      reportAbsent(of, scope);
      continue;
    }
    const name = `${of.path.replace(/[^/]*$/, '_$&')}.tpl`;
    const before = files.get(`templates/${name}`);
    reportStart(of, content, scope);
    add(name, [
      `{{- define "${chart.name}.${of.path}" -}}`,
      ...body(of, content, scope),
      '{{- end }}',
    ]);
    if (before !== undefined && before !== files.get(`templates/${name}`))
      tracker.findings.push(
        twice('file-twice', `src/${of.path}`, 'the chart fills this file twice'),
      );
  }
  if (chart.helpers !== undefined) {
    // A chart that includes a library has its own names and notes.
    add('_helpers.tpl', ownHelpers(chart.name, own));
    return { files, reads: tracker, findings: tracker.findings };
  }
  add('_helpers.tpl', helpers(chart.name, chart.values.schema, tracker, own));
  files.set(
    'templates/NOTES.txt',
    [...rename.map((line) => line.replace(' }}', ' -}}')), notes.trimEnd(), ...renamed, ''].join(
      '\n',
    ),
  );
  if (propertiesOf(chart.values.schema)?.fullnameOverride !== undefined)
    tracker.mark(['fullnameOverride']);
  return { files, reads: tracker, findings: tracker.findings };
};

/** Objects with a separator before each except the first; the separator is inside the object's own `if`. */
const documents = (of: unknown, scope: Scope, separator: Lines = []): Lines => {
  if (Array.isArray(of)) {
    return of.flatMap((one, at) => documents(one, scope, at === 0 ? separator : ['---']));
  }
  const extra = of as { readonly kind?: unknown };
  if (extra.kind === 'objects') return extraDocuments(of as ExtraObjects, scope);
  const control = controlOf(of);
  return control?.kind === 'when'
    ? onlyIf(control.condition, 0, scope, (inner) => documents(control.body, inner, separator))
    : [...separator, ...document(of, scope)];
};

/** The content of a helper, without line breaks between its lines. */
const definition = (of: unknown, scope: Scope): Lines => {
  const control = controlOf(of);
  if (control?.kind === 'either') return either(control, 0, scope, definition);
  const expression = expressionOf(of);
  const says = expression === undefined ? goString(String(of)) : pipeline(expression, scope);
  return [`{{- ${says} }}`];
};

const twice = (rule: string, file: string, what: string): Finding => ({
  rule,
  severity: 'error',
  position: { file },
  message: `${what} with different content`,
  fix: 'copy it under another name',
});

const document = (manifest: unknown, scope: Scope): Lines =>
  members(manifest as ManifestTemplate, 0, scope);

const notesOf = ({ notes }: Chart, scope: Scope, read: Sources['read']): string => {
  const of: Expression | undefined = expressionOf(notes);
  const here = { ...scope, position: { file: 'templates/NOTES.txt' } };
  const lines =
    of?.kind === 'file' ? fileBody(of, here, read) : [join(inline(notes, here, 'notes'))];
  return `${lines.join('\n').trimEnd()}\n`;
};

const fileBody = (of: FileExpression, scope: Scope, read: Sources['read']): Lines => {
  const content = read(of.path);
  if (content === undefined) reportAbsent(of, scope);
  return content === undefined ? [] : body(of, content, scope);
};

const reportAbsent = ({ path }: FileExpression, scope: Scope): void =>
  report(
    { ...scope, position: { file: `src/${path}` } },
    {
      rule: absentFile,
      message: 'the chart includes this file, which does not exist',
      fix: 'add it or correct its name',
    },
  );
