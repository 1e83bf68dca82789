import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Spec, Validation } from '@cyclonedx/cyclonedx-library';
import { loadProfile } from '@helm-charts/pipeline';
import { startOciRegistry } from '@helm-charts/testing/registries';
import { imageText, orFail } from '@helm-charts/types';
import { expect, onTestFinished, test } from 'vitest';
import { push } from '../push/push.ts';
import type { Pushed } from '../push/released.ts';
import { writeKeys } from '../testing/keys.ts';
import { commit, git, repositoryIn, write } from '../testing/repository.ts';
import { predicatesOf } from './predicates.ts';

const validator = new Validation.JsonStrictValidator(Spec.Version.v1dot6);
const digest = `sha256:${'a'.repeat(64)}` as const;

/** What a push says of an artifact of a workspace. */
const said = async (workspace: string, root: string, kind: 'chart' | 'profile') => {
  const artifact: Pushed['artifact'] = {
    ...{ kind, root, name: 'web', version: '1.0.0', config: {} },
    ...{ bytes: new Uint8Array(), digest, content: digest },
  };
  const [repository, hash] = ['site/web', 'b'.repeat(40)];
  const predicates = await predicatesOf(
    {
      ...{ artifact, digest, revision: hash, state: 'pushed', commit: undefined },
      image: { manifest: { mediaType: '', bytes: new Uint8Array() }, blobs: [] },
      reference: { host: 'registry.example.com', repository, tag: '1.0.0' },
    },
    workspace,
    {},
    undefined,
  );
  const [sbom, provenance] = predicates.map(({ content }) => content);
  expect(await validator.validate(JSON.stringify(sbom))).toBeNull();
  const { components = [] }: { components?: readonly { name: string; version: string }[] } = sbom!;
  return { names: components.map(({ name, version }) => `${name} ${version}`), provenance };
};

test('the SBOM of a chart has the images of its scenarios', async () => {
  const workspace = resolve(import.meta.dirname, '../../../..');
  const { names } = await said(workspace, 'charts/pgbouncer', 'chart');
  expect(names.map((name) => name.replace(/ .*/, ''))).toEqual(
    expect.arrayContaining([
      'docker.io/edoburu/pgbouncer',
      'docker.io/prometheuscommunity/pgbouncer-exporter',
    ]),
  );
});

test('the SBOM of a profile has its charts and its images', async () => {
  const project = {
    workspace: resolve(import.meta.dirname, '../../../..'),
    root: 'flux-profiles/talos-single-node',
  };
  const { names } = await said(project.workspace, project.root, 'profile');
  const { images, definition } = orFail(await loadProfile(project));
  for (const { repository, tag } of Object.values(images))
    expect(names).toContainEqual(expect.stringMatching(`${repository} ${tag}$`));
  for (const { chart } of Object.values(definition.releases))
    expect(names).toContain(`${chart.name} ${chart.version}`);
  expect(Object.values(images).map(imageText).length).toBeGreaterThan(3);
});

test('the SBOM of a chart has the charts in its lock', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'predicates-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const workspace = await repositoryIn(folder);
  const lock = `dependencies:\n- name: api\n  repository: file://../api\n  version: 1.0.0\n`;
  await write(workspace, 'charts/web/Chart.lock', lock);
  expect((await said(workspace, 'charts/web', 'chart')).names).toEqual(['api 1.0.0']);
});

test('a signed push changes nothing in the working tree but the lock', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'predicates-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  await using registry = await startOciRegistry();
  const { privateKey: signKey } = await writeKeys(folder, 'one');
  const workspace = await repositoryIn(folder);
  await write(workspace, 'Chart.yaml', 'apiVersion: v2\nname: whole\nversion: 1.0.0\n');
  await write(workspace, '.helmignore', '.git/\nrelease.lock.json\n');
  git(workspace, 'rm', '-r', '--quiet', 'charts');
  commit(workspace, 'a chart in the root');
  const options = { registry: `oci://${registry.address}/site`, plainHttp: true, signKey };
  for (const summary of ['pushed 1 artifact', 'pushed 0 artifacts'])
    expect((await push(workspace, [''], options)).summary).toContain(summary);
  expect(git(workspace, 'status', '--porcelain', '--ignored')).toBe('?? release.lock.json\n');
});
