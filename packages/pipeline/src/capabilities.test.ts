import { join } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { treeInput } from './input.ts';
import { simulate } from './simulate.ts';
import { gitChart, helmRelease } from './testing/profile.ts';

test('renders the releases of a tree for the Kubernetes version of its profile', async () => {
  const workspaceRoot = await workspace({
    ...tinyChart,
    'profile/tiny.yaml': helmRelease('tiny', `${gitChart('./charts/tiny')}  interval: 5m\n`),
  });
  const input = treeInput({
    workspaceRoot,
    directory: join(workspaceRoot, 'profile'),
    out: join(workspaceRoot, 'dist'),
    cluster: { kubernetesVersion: '1.35.9' },
  });
  const { installed } = await simulate(input, openEngine({ workspaceRoot }));
  expect(installed.map(({ documents }) => documents[0]?.manifest.data)).toMatchObject([
    { kubernetes: 'v1.35.9' },
  ]);
});
