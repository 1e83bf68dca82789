import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Artifact } from '../package/artifact.ts';
import { git, repositoryIn } from '../testing/repository.ts';
import { commitIn, provenanceOf } from './provenance.ts';

let folder: string;
let workspace: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'provenance-'));
  workspace = await repositoryIn(folder);
  git(workspace, 'remote', 'add', 'origin', 'https://git.example.com/site.git');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const artifact: Artifact = {
  kind: 'chart',
  name: 'web',
  version: '1.0.0',
  root: 'charts/web',
  config: {},
  bytes: new Uint8Array(),
  digest: 'sha256:0',
  content: 'sha256:0',
};
const commit = 'a'.repeat(40);

test('a provenance names the commit, its repository and the builder', async () => {
  const { type, content } = await provenanceOf(artifact, commit, workspace, {});
  expect(type).toBe('https://slsa.dev/provenance/v1');
  expect(content).toMatchInlineSnapshot(`
    {
      "buildDefinition": {
        "buildType": "urn:helm-charts:push:v1",
        "externalParameters": {
          "directory": "charts/web",
          "kind": "chart",
          "name": "web",
          "version": "1.0.0",
        },
        "resolvedDependencies": [
          {
            "digest": {
              "gitCommit": "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            },
            "uri": "git+https://git.example.com/site.git",
          },
        ],
      },
      "runDetails": {
        "builder": {
          "id": "urn:helm-charts:builder:local",
        },
      },
    }
  `);
  expect(commitIn(content)).toBe(commit);
});

test('in GitHub Actions, the builder is the workflow', async () => {
  const environment = {
    GITHUB_SERVER_URL: 'https://github.example.com',
    GITHUB_REPOSITORY: 'team/site',
    GITHUB_WORKFLOW_REF: 'team/site/.github/workflows/release.yml@refs/heads/main',
    GITHUB_RUN_ID: '7',
    GITHUB_RUN_ATTEMPT: '1',
  };
  const { content } = await provenanceOf(artifact, commit, workspace, environment);
  expect(content).toMatchObject({
    buildDefinition: {
      resolvedDependencies: [{ uri: 'git+https://github.example.com/team/site' }],
    },
    runDetails: {
      builder: {
        id: 'https://github.example.com/team/site/.github/workflows/release.yml@refs/heads/main',
      },
      metadata: {
        invocationId: 'https://github.example.com/team/site/actions/runs/7/attempts/1',
      },
    },
  });
  const named = { ...environment, HELM_CHARTS_BUILDER_ID: 'https://ci.example.com/builder' };
  expect((await provenanceOf(artifact, commit, workspace, named)).content).toMatchObject({
    runDetails: { builder: { id: 'https://ci.example.com/builder' } },
  });
});

test.for([
  ['https://user:token@git.example.com/site.git', 'git+https://git.example.com/site.git'],
  ['git@git.example.com:team/site.git', 'git+ssh://git.example.com/team/site.git'],
  ['ssh://git@git.example.com/site.git', 'git+ssh://git.example.com/site.git'],
  ['/srv/site.git', undefined],
] as const)('the remote %s', async ([remote, uri]) => {
  git(workspace, 'remote', 'set-url', 'origin', remote);
  const { content } = await provenanceOf(artifact, commit, workspace, {});
  expect(content).toMatchObject({
    buildDefinition: {
      resolvedDependencies: [uri === undefined ? { digest: { gitCommit: commit } } : { uri }],
    },
  });
  expect(JSON.stringify(content)).not.toMatch(/token|srv/);
});

test('without a commit there are no dependencies', async () => {
  const { content } = await provenanceOf(artifact, undefined, workspace, {});
  expect(content).toMatchObject({ buildDefinition: { resolvedDependencies: [] } });
  expect(commitIn(content)).toBeUndefined();
});
