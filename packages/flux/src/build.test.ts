import { Failure, printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { buildProfile } from './build.ts';

const kustomization = (name: string, spec: string) => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: {name: ${name}, namespace: flux-system}
spec: {${spec}}
`;

const git = 'sourceRef: {kind: GitRepository, name: appliance}';

/**
 * Builds a profile at /w/profile whose directories build to these texts; returns paths and
 * findings.
 */
const build = async (directories: Readonly<Record<string, string>>) => {
  const built: string[] = [];
  const { layers, findings } = await buildProfile({
    profileDir: '/w/profile',
    workspaceRoot: '/w',
    kustomize: async (directory) => {
      built.push(directory);
      return directories[directory] ?? '';
    },
  });
  return {
    built,
    layers: layers.map(({ path, appliedBy }) => `${path} by ${appliedBy}`),
    findings: findings.map(printFinding),
  };
};

test('follows Kustomizations of the repository, level by level', async () => {
  const directories = {
    '/w/profile': [
      kustomization('a', `path: ./a, ${git}`),
      kustomization('b', `path: /b, ${git}`),
    ].join('---\n'),
    '/w/a': kustomization('c', `path: c, ${git}`),
  };
  expect(await build(directories)).toMatchInlineSnapshot(`
    {
      "built": [
        "/w/profile",
        "/w/a",
        "/w/b",
        "/w/c",
      ],
      "findings": [],
      "layers": [
        "profile by undefined",
        "a by flux-system/a",
        "b by flux-system/b",
        "c by flux-system/c",
      ],
    }
  `);
});

test('builds a directory once, however often and from wherever it is applied', async () => {
  const directories = {
    '/w/profile': [
      kustomization('self', `path: profile, ${git}`),
      kustomization('a', `path: a, ${git}`),
      kustomization('again', `path: ./a/, ${git}`),
    ].join('---\n'),
    '/w/a': kustomization('back', `path: profile, ${git}`),
  };
  expect(await build(directories)).toMatchInlineSnapshot(`
    {
      "built": [
        "/w/profile",
        "/w/a",
      ],
      "findings": [],
      "layers": [
        "profile by flux-system/self",
        "a by flux-system/a",
      ],
    }
  `);
});

test('what is not followed, or not as Flux would, is a finding', async () => {
  const directories = {
    '/w/profile': [
      kustomization('oci', 'path: a, sourceRef: {kind: OCIRepository, name: x}'),
      kustomization('suspended', `path: b, suspend: true, ${git}`),
      kustomization('outside', `path: ../c, ${git}`),
      kustomization('changed', `path: d, postBuild: {}, targetNamespace: x, ${git}`),
    ].join('---\n'),
  };
  expect(await build(directories)).toMatchInlineSnapshot(`
    {
      "built": [
        "/w/profile",
        "/w/d",
      ],
      "findings": [
        "warning Kustomization flux-system/oci: it comes from OCIRepository and is not at hand; nothing of it is built or checked. [not-rendered]",
        "warning Kustomization flux-system/suspended: it is suspended, so Flux applies nothing and nothing is built. [not-rendered]",
        "error Kustomization flux-system/outside: its path lies outside the repository. [not-rendered]",
        "error Kustomization flux-system/changed: spec.postBuild can't be applied yet; what follows is built without it. [not-rendered]",
        "error Kustomization flux-system/changed: spec.targetNamespace can't be applied yet; what follows is built without it. [not-rendered]",
      ],
      "layers": [
        "profile by undefined",
        "d by flux-system/changed",
      ],
    }
  `);
});

test('the whole repository is the path that is not given', async () => {
  expect((await build({ '/w/profile': kustomization('all', git) })).built).toEqual([
    '/w/profile',
    '/w',
  ]);
});

test('builds that fail beside each other are one failure', async () => {
  const building = buildProfile({
    profileDir: '/w/profile',
    workspaceRoot: '/w',
    kustomize: async (directory) => {
      if (directory === '/w/profile') {
        return [kustomization('a', `path: a, ${git}`), kustomization('b', `path: b, ${git}`)].join(
          '---\n',
        );
      }
      throw new Failure(directory === '/w/a' ? 3 : 2, [
        { rule: 'kustomize', severity: 'error', where: directory, message: 'broken.' },
      ]);
    },
  });
  await expect(building).rejects.toMatchObject({
    exitCode: 3,
    findings: [{ where: '/w/a' }, { where: '/w/b' }],
  });
});
