import {
  type Chart,
  component,
  integer,
  type Members,
  manifest,
  object,
  type Refs,
  restrictedContainer,
  restrictedPod,
} from '@helm-charts/types';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { chartOf, generated, parsed, refused, withHelm } from './testing/chart.ts';

const web = component('web');
const lifetime = integer('Seconds after which the pod is replaced.', { default: 3, minimum: 0 });

/** Additions to a chart: a value, and a field of its pod that reads a value. */
interface Added {
  readonly declared?: Members;
  readonly used?: (v: Refs<{ readonly lifetime: number }>) => object;
}

const chartWith = ({ declared = {}, used = () => ({}) }: Added): Chart =>
  chartOf({
    values: object('Settings.', {
      replicas: integer('Number of pods.', { default: 1, minimum: 0 }),
      ...declared,
    }),
    manifests: (v) => ({
      deployment: manifest('Deployment', web, {
        spec: {
          replicas: v.replicas,
          selector: { matchLabels: web.selector },
          template: restrictedPod(web, {
            user: 1000,
            spec: {
              containers: [restrictedContainer({ name: 'web', image: 'web:1' })],
              // Without the declared value, this would not compile in a chart.
              ...used(v as never),
            },
          }),
        },
      }),
    }),
  });

const declared = { lifetime };
const used: Added['used'] = (v) => ({ activeDeadlineSeconds: v.lifetime });

test('a value that is declared in one line and used in another appears in all generated files', async () => {
  const before = generated(chartWith({}));
  const after = generated(chartWith({ declared, used }));
  const changed = [...after].filter(([path, content]) => before.get(path) !== content);
  expect(changed.map(([path]) => path)).toEqual([
    'README.md',
    'templates/deployment.yaml',
    'values.overlay.schema.json',
    'values.schema.json',
    'values.yaml',
  ]);
  const content = (path: string): string => after.get(path) ?? '';
  expect(content('README.md')).toContain(
    '| `lifetime` | integer | `3` | Seconds after which the pod is replaced. |',
  );
  expect(content('values.yaml')).toContain(
    '# Seconds after which the pod is replaced.\nlifetime: 3\n',
  );
  expect(parse(content('values.yaml'))).toMatchObject({ lifetime: 3 });
  const schema = JSON.parse(content('values.schema.json'));
  expect(schema.required).toContain('lifetime');
  expect(schema.properties.lifetime).toMatchObject({ type: 'integer', minimum: 0, default: 3 });
  expect(JSON.parse(content('values.overlay.schema.json')).properties.lifetime).toEqual({
    description: 'Seconds after which the pod is replaced.',
    default: 3,
    anyOf: [{ type: 'integer', minimum: 0, maximum: 2 ** 53 - 1 }, { type: 'null' }],
  });
  await withHelm(after, async (helm) => {
    expect(parsed(await helm({ values: { lifetime: 5 } }))).toMatchObject([
      { spec: { replicas: 1, template: { spec: { activeDeadlineSeconds: 5 } } } },
    ]);
    await expect(helm({ values: { lifetime: 'many' } })).rejects.toThrow("at '/lifetime'");
  });
});

test('reports a declared value that is not used, and a used value that is not declared', () => {
  expect(refused(chartWith({ declared }))).toEqual([
    'error lifetime: no template reads this value; use it, or remove it from values.ts. [unused-value]',
  ]);
  expect(refused(chartWith({ used })).join('\n')).toContain(
    'templates/deployment.yaml: spec.template.spec.activeDeadlineSeconds: this field reads a value',
  );
});
