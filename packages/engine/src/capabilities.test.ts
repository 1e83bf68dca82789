import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { openEngine } from './engine.ts';

const template = `apiVersion: v1
kind: ConfigMap
metadata: { name: capabilities }
data:
  version: {{ .Capabilities.KubeVersion.Version }}
  api: "{{ .Capabilities.APIVersions.Has "example.com/v1" }}"
  kind: "{{ .Capabilities.APIVersions.Has "example.com/v1/Feed" }}"
`;

test('renders a release for the Kubernetes version of its cluster and caches it by that version', async () => {
  const workspaceRoot = await workspace({
    'feed/Chart.yaml': 'apiVersion: v2\nname: feed\nversion: 1.0.0\n',
    'feed/templates/a.yaml': template,
  });
  const release = {
    name: 'feed',
    namespace: 'shop',
    chart: join(workspaceRoot, 'feed'),
    chartContent: 'a',
    values: {},
  };
  const cluster = { apiVersions: ['example.com/v1/Feed'], kubernetesVersion: '1.35.7' };
  const engine = openEngine({ workspaceRoot, kubeVersion: '1.36.3' });
  // One after the other, so that the second call could read the cache entry of the first.
  const rendered = [
    ...(await engine.render([release])),
    ...(await engine.render([{ ...release, cluster }])),
  ];
  expect(rendered.map(({ value }) => value?.documents[0]?.manifest.data)).toEqual([
    { version: 'v1.36.3', api: 'false', kind: 'false' },
    { version: 'v1.35.7', api: 'true', kind: 'true' },
  ]);
});
