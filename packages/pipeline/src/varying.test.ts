import { join } from 'node:path';
import { flux } from '@helm-charts/check';
import { openEngine } from '@helm-charts/engine';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { readFiles } from './files.ts';
import { subjectOf } from './render.ts';
import { simulate } from './simulate.ts';
import { withVarying } from './varying.ts';

/** Renders a chart of one template, also as an upgrade. */
const simulated = async (template: string, more: Readonly<Record<string, string>> = {}) => {
  const workspaceRoot = await workspace({
    'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'web/templates/secret.yaml': template,
    ...more,
  });
  const directory = join(workspaceRoot, 'web');
  const scenario = { name: 'one', release: 'web', namespace: 'shop', values: {}, findings: [] };
  return simulate(
    {
      kind: 'chart',
      workspaceRoot,
      files: readFiles(workspaceRoot),
      directory,
      out: join(workspaceRoot, 'dist'),
      scenarios: [scenario],
      upgrade: true,
    },
    openEngine({ workspaceRoot, engine: 'native' }),
  );
};

const secret = (data: string): string => `apiVersion: v1
kind: Secret
metadata: { name: db, namespace: {{ .Release.Namespace }} }
data:
${data}
`;

const guarded = `{{- $old := lookup "v1" "Secret" .Release.Namespace "db" }}
${secret('  password: {{ $old | dig "data" "password" "" | default (randAlphaNum 8 | b64enc) }}')}`;

test('names the calls and the fields that differ at each render', async () => {
  const { varying } = await simulated(
    `${secret('  a: {{ randAlphaNum 8 | b64enc }}\n  b: {{ include "b" . }}\n  c: YQ==')}`,
    { 'web/templates/_b.tpl': '{{ define "b" }}\n{{- uuidv4 | b64enc }}{{ end }}' },
  );
  expect(withVarying([], varying, [flux()]).map(printFinding)).toMatchInlineSnapshot(`
    [
      "error web/templates/secret.yaml:5: Secret shop/db: uuidv4 (web/templates/_b.tpl:2) and randAlphaNum (web/templates/secret.yaml:5) give data.a and data.b other values at each render, so every upgrade of the release changes the object; keep the value of the existing object with lookup, or read it from .Values or a Secret. [template-random]",
    ]
  `);
});

test('is a hint where the rule is not in use', async () => {
  const { varying } = await simulated(secret('  a: {{ randAlphaNum 8 | b64enc }}'));
  expect(withVarying([], varying, []).map(printFinding)).toMatchInlineSnapshot(`
    [
      "info web/templates/secret.yaml:5: Secret shop/db: data.a: randAlphaNum (web/templates/secret.yaml:5) gives it another value at each render, so every upgrade of the release changes the object; keep the value of the existing object with lookup, or read it from .Values or a Secret. [template-random]",
    ]
  `);
});

test('replaces the finding for the text of the same line', async () => {
  const { varying } = await simulated(secret('  a: {{ randAlphaNum 8 | b64enc }}'));
  const text = (line: number) => ({
    rule: 'template-random',
    severity: 'error' as const,
    position: { file: 'web/templates/secret.yaml', line },
    message: 'randAlphaNum differs',
  });
  const found = withVarying([text(5), text(9)], varying, [flux()]);
  expect(found.map(({ position, object }) => [position?.line, object?.name])).toEqual([
    [9, undefined],
    [5, 'db'],
  ]);
});

test('an object whose name differs is another object', async () => {
  const { varying } = await simulated(
    secret('').replace('name: db', 'name: "db-{{ randAlpha 5 | lower }}"'),
  );
  expect(withVarying([], varying, []).map(({ message }) => message)).toMatchInlineSnapshot(`
    [
      "randAlpha (web/templates/secret.yaml:3) gives the object another name at each render, so every upgrade of the release changes the object",
    ]
  `);
});

test('a password that lookup keeps is the same after an upgrade', async () => {
  const { varying, findings, installed } = await simulated(guarded);
  expect(installed[0]?.varying).toHaveLength(1);
  expect(varying).toEqual([]);
  expect(findings).toEqual([]);
});

test('the generated Secrets of a chart here are the same after an upgrade', async () => {
  const root = join(import.meta.dirname, '../../..');
  const { value } = await subjectOf(
    { workspace: root, root: 'charts/sebastian' },
    { today: () => '2026-01-01' },
  );
  const input = value?.inputs.find(({ kind }) => kind === 'chart');
  if (input?.kind !== 'chart') throw new Error('there is no chart');
  const out = await workspace({});
  const scenarios = input.scenarios
    .slice(0, 1)
    .map((one) => ({ ...one, values: { ...one.values, generateSecrets: true } }));
  const { installed, varying, findings } = await simulate(
    { ...input, out, scenarios, upgrade: true },
    openEngine({ workspaceRoot: root, engine: 'native' }),
  );
  expect(installed[0]?.varying.map((call) => call.function)).toEqual(['randAlphaNum']);
  expect(varying).toEqual([]);
  expect(findings).toEqual([]);
});

test('reports what an upgrade changes, besides hooks', async () => {
  const hook = '{{- if .Release.IsUpgrade }}\n---\n';
  const { findings } = await simulated(
    `${secret('  a: {{ .Release.Revision | quote }}\n  b: YQ==')}
${hook}${secret('').replace('name: db', 'name: hook, annotations: { helm.sh/hook: pre-upgrade }')}{{- end }}
${hook}${secret('').replace('name: db', 'name: later')}{{- end }}
{{- if .Release.IsInstall }}
---
${secret('').replace('name: db', 'name: first')}{{- end }}
`,
  );
  expect(findings.map(printFinding)).toMatchInlineSnapshot(`
    [
      "info web/templates/secret.yaml: scenario one: Secret shop/db: data.a: an upgrade changes it, although the values are the same; read .Release.IsInstall, .Release.IsUpgrade and .Release.Revision only in hooks, unless the difference is meant. [upgrade-difference]",
      "info web/templates/secret.yaml: scenario one: Secret shop/first: an upgrade deletes the object, although the values are the same; read .Release.IsInstall, .Release.IsUpgrade and .Release.Revision only in hooks, unless the difference is meant. [upgrade-difference]",
      "info web/templates/secret.yaml: scenario one: Secret shop/later: only an upgrade creates the object, so a new installation does not have it; read .Release.IsInstall, .Release.IsUpgrade and .Release.Revision only in hooks, unless the difference is meant. [upgrade-difference]",
    ]
  `);
});
