import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Chart, printFinding } from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { generateChart } from './chart.ts';
import { parsed, withHelm } from './testing/chart.ts';
import { kubernetes as definitions } from './testing/kubernetes.ts';

const root = join(import.meta.dirname, '../../..');
const json = (text: string) => JSON.parse(text);

/** The files that the chart's sources generate, after lines were added to them behind others. */
const filesWith = async (
  added: Readonly<Record<string, { readonly after: string; readonly line: string }>>,
): Promise<ReadonlyMap<string, string>> => {
  // Below the workspace, where the sources find the packages that they import.
  mkdirSync(join(root, 'dist'), { recursive: true });
  const directory = mkdtempSync(join(root, 'dist/pgbouncer-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  cpSync(join(root, 'charts/pgbouncer/src'), directory, { recursive: true });
  for (const [name, { after, line }] of Object.entries(added)) {
    const path = join(directory, name);
    const source = readFileSync(path, 'utf8');
    expect(source.split(after)).toHaveLength(2);
    writeFileSync(path, source.replace(after, `${after}\n${line}`));
  }
  const { chart }: { readonly chart: Chart } = await import(
    pathToFileURL(join(directory, 'chart.ts')).href
  );
  const read = (path: string) => readFileSync(join(directory, path), 'utf8');
  const { value: files, findings } = generateChart(chart, { definitions, read });
  if (files === undefined) throw new Error(findings.map(printFinding).join('\n'));
  return new Map(files.map(({ path, content }) => [path, content]));
};

test('a value is added in one line and used in another, and is then everywhere', async () => {
  const before = await filesWith({});
  const after = await filesWith({
    'values.ts': {
      after: "  replicas: integer('Number of PgBouncer pods.', { default: 1, minimum: 0 }),",
      line: "  lifetime: integer('Seconds after which the pod is replaced.', { default: 3, minimum: 0 }),",
    },
    'deployment.ts': {
      after: '      terminationGracePeriodSeconds: v.shutdownSeconds,',
      line: '      activeDeadlineSeconds: v.lifetime,',
    },
  });
  const changed = [...after].filter(([path, content]) => before.get(path) !== content);
  expect(changed.map(([path]) => path)).toEqual([
    'README.md',
    'templates/deployment.yaml',
    'values.overlay.schema.json',
    'values.schema.json',
    'values.yaml',
  ]);
  const content = (path: string) => after.get(path) ?? '';
  expect(content('README.md')).toContain(
    '| `lifetime` | integer | `3` | Seconds after which the pod is replaced. |',
  );
  expect(content('values.yaml')).toContain(
    '# Seconds after which the pod is replaced.\nlifetime: 3\n',
  );
  expect(parse(content('values.yaml'))).toMatchObject({ lifetime: 3 });
  const schema = json(content('values.schema.json'));
  expect(schema.required).toContain('lifetime');
  expect(schema.properties.lifetime).toMatchObject({ type: 'integer', minimum: 0, default: 3 });
  expect(json(content('values.overlay.schema.json')).properties.lifetime).toEqual({
    description: 'Seconds after which the pod is replaced.',
    default: 3,
    anyOf: [{ type: 'integer', minimum: 0, maximum: 2 ** 53 - 1 }, { type: 'null' }],
  });
  await withHelm(after, async (helm) => {
    const deployment = parsed(await helm({ values: { lifetime: 5 } })).find(
      (object) => (object as { readonly kind: string }).kind === 'Deployment',
    );
    expect(deployment).toMatchObject({
      spec: { replicas: 1, template: { spec: { activeDeadlineSeconds: 5 } } },
    });
    await expect(helm({ values: { lifetime: 'many' } })).rejects.toThrow("at '/lifetime'");
  });
});

test('a value that is added and not used is an error, and so is a use of what is not added', async () => {
  await expect(
    filesWith({
      'values.ts': {
        after: "  replicas: integer('Number of PgBouncer pods.', { default: 1, minimum: 0 }),",
        line: "  lifetime: integer('Seconds after which the pod is replaced.', { default: 3 }),",
      },
    }),
  ).rejects.toThrow(
    'error lifetime: no template reads this value; use it, or remove it from values.ts. [unused-value]',
  );
  await expect(
    filesWith({
      'deployment.ts': {
        after: '      terminationGracePeriodSeconds: v.shutdownSeconds,',
        line: '      activeDeadlineSeconds: v.lifetime,',
      },
    }),
  ).rejects.toThrow(
    'templates/deployment.yaml: spec.template.spec.activeDeadlineSeconds: this field reads a value',
  );
});
