import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { type Manifest, printFinding } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import type { EngineName } from './backend.ts';
import { openEngine, type ReleaseToRender } from './engine.ts';

/** Renders a template of one ConfigMap. */
const render = async (
  data: string,
  more: Partial<ReleaseToRender> = {},
  engine: EngineName = 'native',
) => {
  const workspaceRoot = await workspace({
    'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'web/templates/a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: a }
data:
${data}
`,
  });
  const chart = join(workspaceRoot, 'web');
  const release = { name: 'web', namespace: 'shop', chart, values: {}, ...more };
  const [rendered] = await openEngine({ workspaceRoot, engine }).render([release]);
  if (rendered?.value === undefined) throw new Error(JSON.stringify(rendered?.findings));
  const { documents, varying } = rendered.value;
  return { data: documents[0]?.manifest.data, varying, findings: rendered.findings };
};

const has = (api: string): string => `"{{ .Capabilities.APIVersions.Has "${api}" }}"`;

const apis = `  old: ${has('policy/v1beta1')}
  kind: ${has('apps/v1/Deployment')}
  custom: ${has('example.com/v1')}`;

const secret: Manifest = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'db', namespace: 'shop' },
  stringData: { password: 'secret' },
};

const password =
  '  password: {{ lookup "v1" "Secret" "shop" "db" | dig "data" "password" "none" }}';

describe('the APIs of the cluster', () => {
  test('are those in the code of Helm without a cluster', async () => {
    const { data } = await render(apis);
    expect(data).toEqual({ old: 'true', kind: 'false', custom: 'false' });
    expect((await render(apis, {}, 'helm')).data).toEqual(data);
  });

  test('are those of its Kubernetes version, and those that are added', async () => {
    const { data } = await render(apis, { cluster: { apiVersions: ['example.com/v1/Feed'] } });
    expect(data).toEqual({ old: 'false', kind: 'true', custom: 'true' });
  });

  test('differ from one Kubernetes version to the next', async () => {
    const policy = `  it: ${has('admissionregistration.k8s.io/v1/MutatingAdmissionPolicy')}`;
    expect((await render(policy, { cluster: {} })).data).toEqual({ it: 'true' });
    const before = { cluster: { kubernetesVersion: '1.34.2' } };
    expect((await render(policy, before)).data).toEqual({ it: 'false' });
  });

  test('are those in the code of Helm for an unknown version', async () => {
    const { data } = await render(apis, { cluster: { kubernetesVersion: '1.20.0' } });
    expect(data).toEqual({ old: 'true', kind: 'false', custom: 'false' });
  });
});

describe('lookup', () => {
  test('finds the objects of the cluster', async () => {
    const { data } = await render(password, { cluster: { objects: [secret] } });
    expect(data).toEqual({ password: 'c2VjcmV0' });
  });

  test('finds nothing without a list of objects', async () => {
    expect((await render(password, { cluster: {} })).data).toEqual({ password: 'none' });
  });

  test('finds nothing with the programs, which is a warning', async () => {
    const { data, findings } = await render(password, { cluster: { objects: [secret] } }, 'helm');
    expect(data).toEqual({ password: 'none' });
    expect(findings.map(printFinding)).toMatchInlineSnapshot(`
      [
        "warning release shop/web: the program helm renders without a cluster, so lookup does not find the objects that are given; render with the native engine: HELM_CHARTS_ENGINE=native. [engine]",
      ]
    `);
  });
});

describe('an upgrade', () => {
  const release = `  upgrade: "{{ .Release.IsUpgrade }}"
  install: "{{ .Release.IsInstall }}"
  revision: "{{ .Release.Revision }}"`;

  test('is the second revision', async () => {
    const { data } = await render(release);
    expect(data).toEqual({ upgrade: 'false', install: 'true', revision: '1' });
    const after = await render(release, { cluster: { isUpgrade: true } });
    expect(after.data).toEqual({ upgrade: 'true', install: 'false', revision: '2' });
  });

  test('has no revision with the programs', async () => {
    const { data } = await render(release, { cluster: { isUpgrade: true } }, 'helm');
    expect(data).toEqual({ upgrade: 'true', install: 'false', revision: '1' });
  });
});

describe('functions whose results differ', () => {
  const random = '  a: {{ randAlphaNum 8 }}\n  b: "{{ now | date "2006-01-02" }}"';

  test('have the same results at each render, and are named with their places', async () => {
    const [first, second] = [await render(random), await render(random)];
    expect(second.data).toEqual(first.data);
    expect(first.data).toMatchObject({ b: '2026-01-01' });
    expect(first.varying).toEqual([
      { function: 'randAlphaNum', position: { file: 'web/templates/a.yaml', line: 5 } },
      { function: 'now', position: { file: 'web/templates/a.yaml', line: 6 } },
    ]);
  });

  test('have other results with another seed', async () => {
    const [first, second] = [
      await render(random),
      await render(random, { again: { objects: [], seed: 1 } }),
    ];
    expect(second.data).toMatchObject({ b: '2027-02-05' });
    expect(second.data).not.toEqual(expect.objectContaining({ a: Object(first.data).a }));
  });

  test('are not named in a render that calls none', async () => {
    expect((await render('  a: {{ if false }}{{ now }}{{ end }}b')).varying).toEqual([]);
  });
});
