import { openEngine } from '@helm-charts/engine';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { afterEach, expect, test, vi } from 'vitest';
import { treeInput } from '../input.ts';
import { inspect } from '../inspect.ts';
import { render } from '../render.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

const files = {
  'clusters/c1/all.yaml': `apiVersion: source.toolkit.fluxcd.io/v1
kind: GitRepository
metadata: { name: flux-system, namespace: flux-system }
spec: { interval: 1m, url: 'https://git.example.com/fleet.git', ref: { branch: main } }
---
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: apps, namespace: flux-system }
spec: { interval: 1m, path: ./apps, prune: true, sourceRef: { kind: GitRepository, name: flux-system } }
`,
  'apps/config.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: web, namespace: flux-system }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: shared, namespace: flux-system, annotations: { kustomize.toolkit.fluxcd.io/ssa: Merge } }
`,
};

/** The last line of a render. */
const lastLine = async (program: string) => {
  vi.stubEnv('HELM_CHARTS_APISERVER', program);
  const root = await workspace(files);
  const { summary, exitCode } = await render({ workspace: root, root: 'clusters/c1' });
  expect(exitCode).toBe(0);
  return summary;
};

test('the last line says what was not validated without the program', async () => {
  expect(await lastLine('/nonexistent/helm-charts-apiserver')).toBe(
    'clusters/c1: 0 releases, 4 manifests, 0 findings; not validated: 3 objects by the rules of the API server',
  );
  expect(await lastLine('off')).toBe('clusters/c1: 0 releases, 4 manifests, 0 findings');
});

test('each object that was not validated is named with the reason', async () => {
  vi.stubEnv('HELM_CHARTS_APISERVER', '/nonexistent/helm-charts-apiserver');
  const workspaceRoot = await workspace(files);
  const directory = `${workspaceRoot}/clusters/c1`;
  const { findings } = await inspect(
    {
      name: 'tree',
      inputs: [treeInput({ workspaceRoot, directory, out: `${workspaceRoot}/dist` })],
      check: () => [],
    },
    openEngine({ workspaceRoot }),
  );
  const unvalidated = findings.filter(({ unseen }) => unseen?.reason === 'api-server');
  // The API server never sees the part of an object alone.
  expect(unvalidated.map(({ object }) => object?.name).toSorted()).toEqual([
    'apps',
    'flux-system',
    'web',
  ]);
  const web = unvalidated.find(({ object }) => object?.name === 'web');
  expect(web).toMatchObject({
    severity: 'info',
    position: { file: 'apps/config.yaml', line: 1 },
    fix: 'set the option program to the path of helm-charts-apiserver',
  });
});
