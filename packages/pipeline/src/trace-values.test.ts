import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { describe, expect, test, vi } from 'vitest';
import { printReport } from './report.ts';
import { traceValues } from './trace-values.ts';

const chart: Readonly<Record<string, string>> = {
  'web/Chart.yaml': `apiVersion: v2
name: web
version: 1.0.0
dependencies:
  - { name: db, version: 1.0.0, condition: db.enabled }
  - { name: cache, version: 1.0.0, condition: cache.enabled }
`,
  'web/values.yaml': `image: { repository: web, tag: "1" }
replicas: 1
resources: {}
env: { A: a }
ingress: { enabled: false, host: a.example.com, class: "" }
unused: { one: 1, two: 2 }
# pullSecret: name
db: { enabled: true, size: 1, typo: 2 }
cache: { enabled: false, size: 1 }
global: { domain: example.com }
`,
  'web/templates/web.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: web }
data:
  image: {{ .Values.image.repository }}:{{ .Values.image.tag }}
  replicas: "{{ .Values.replicas }}{{ .Values.replica }}"
  {{- with .Values.resources }}
  resources: {{ toYaml . }}
  {{- end }}
  {{- range $key, $value := .Values.env }}
  {{ $key }}: {{ $value }}
  {{- end }}
  {{- if .Values.ingress.enabled }}
  host: {{ .Values.ingress.host }}{{ .Values.ingress.path }}
  {{- end }}
  secret: {{ .Values.pullSecret | default "none" }}
`,
  'web/charts/db/Chart.yaml': 'apiVersion: v2\nname: db\nversion: 1.0.0\n',
  'web/charts/db/templates/NOTES.txt': '{{ .Values.size }}{{ .Values.global.domain }}',
  'web/charts/cache/Chart.yaml': 'apiVersion: v2\nname: cache\nversion: 1.0.0\n',
  'web/charts/cache/templates/NOTES.txt': '{{ .Values.size }}',
};

const trace = async (
  more: Readonly<Record<string, string>> = {},
  files: readonly string[] = [],
) => {
  const root = await workspace({ ...chart, ...more });
  const values = files.map((file) => join(root, file));
  return printReport(await traceValues({ workspace: root, root: 'web' }, { values }));
};

describe('the values of a chart that others wrote', () => {
  test('have the lines that read them, and those that nothing reads are found', async () => {
    expect(await trace()).toMatchInlineSnapshot(`
      "warning web/values.yaml:5:49: ingress.class: no template reads this value, so setting it changes nothing; remove it, or correct its name. [unused-value]
      warning web/values.yaml:6:11: unused.one: no template reads this value, so setting it changes nothing; remove it, or correct its name. [unused-value]
      warning web/values.yaml:6:19: unused.two: no template reads this value, so setting it changes nothing; remove it, or correct its name. [unused-value]
      warning web/values.yaml:8:31: db.typo: no template reads this value, so setting it changes nothing; remove it, or correct its name. [unused-value]
      info web/templates/web.yaml:16: pullSecret: a template reads this value, which values.yaml does not have; add it to values.yaml, or correct its name. [undeclared-value]
      warning web/templates/web.yaml:6: replica: a template reads this value, which values.yaml does not have; add it to values.yaml, or correct its name. [undeclared-value]
      warning web/templates/web.yaml:14: ingress.path: a template reads this value, which values.yaml does not have; add it to values.yaml, or correct its name. [undeclared-value]
        image.repository: web/templates/web.yaml:5
        image.tag: web/templates/web.yaml:5
        replicas: web/templates/web.yaml:6
        resources: web/templates/web.yaml:7
        env.A: web/templates/web.yaml:10
        ingress.enabled: web/templates/web.yaml:13
        ingress.host: only in branches that no render takes
        ingress.class: never read
        unused.one: never read
        unused.two: never read
        db.enabled: web/Chart.yaml:1
        db.size: web/charts/db/templates/NOTES.txt:1
        db.typo: never read
        cache.enabled: web/Chart.yaml:1
        cache.size: not known, since no render has the subchart
        global.domain: web/charts/db/templates/NOTES.txt:1
      web: 16 values, 4 never read, 3 not declared, 1 render
      "
    `);
  });

  test('are read with the values of ci, too', async () => {
    const ci = { 'web/ci/ingress-values.yaml': 'ingress: { enabled: true }\n' };
    const lines = (await trace(ci)).split('\n');
    expect(
      lines.filter((line) => /ingress\.(host|path)|renders/.test(line)),
    ).toMatchInlineSnapshot(`
      [
        "warning web/templates/web.yaml:14: ingress.path: a template reads this value, which values.yaml does not have; add it to values.yaml, or correct its name. [undeclared-value]",
        "  ingress.host: web/templates/web.yaml:14",
        "web: 16 values, 4 never read, 3 not declared, 2 renders",
      ]
    `);
  });

  test('are read with values files', async () => {
    const said = await trace({ 'mine.yaml': 'ingress: { enabled: true }\n' }, ['mine.yaml']);
    expect(said).toContain('  ingress.host: web/templates/web.yaml:14');
  });
});

test('a chart that refuses its defaults is traced with other values', async () => {
  const said = await trace(
    {
      'web/templates/required.yaml': '{{ required "set it" .Values.password }}',
      'mine.yaml': 'password: a\n',
    },
    ['mine.yaml'],
  );
  expect(said).toContain('web: 16 values');
  expect(
    await trace({ 'web/templates/required.yaml': '{{ required "set it" .Values.password }}' }),
  ).toMatchInlineSnapshot(`
    "error web/templates/required.yaml:1: helm: set it. [chart]
    web: failed (exit code 2)
    "
  `);
});

test('what is not a chart is refused', async () => {
  const root = await workspace({ 'web/values.yaml': '' });
  expect(printReport(await traceValues({ workspace: root, root: 'web' }))).toMatchInlineSnapshot(`
    "error web: it has no Chart.yaml, so it is not a chart; name the directory of a chart. [usage]
    web: failed (exit code 2)
    "
  `);
});

test('the programs cannot trace', async () => {
  vi.stubEnv('HELM_CHARTS_ENGINE', 'helm');
  expect(await trace()).toMatchInlineSnapshot(`
    "error helm: the program helm does not say which values templates read; use the native engine: HELM_CHARTS_ENGINE=native. [environment]
    web: failed (exit code 3)
    "
  `);
  vi.unstubAllEnvs();
});

const workspaceRoot = join(import.meta.dirname, '../../..');

// A choice without fields is read by its absence from the others.
const unread: Readonly<Record<string, readonly string[]>> = {
  sebastian: ['/connection/direct', '/backup/target/volume', '/mail/none'],
};

test.each(readdirSync(join(workspaceRoot, 'charts')))(
  'the trace of %s is complete, and every value is read',
  async (name) => {
    const { findings } = await traceValues({ workspace: workspaceRoot, root: `charts/${name}` });
    expect(findings.map(({ rule, pointer }) => [rule, pointer])).toEqual(
      (unread[name] ?? []).map((pointer) => ['unused-value', pointer]),
    );
  },
);
