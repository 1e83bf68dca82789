import { setTimeout as sleep } from 'node:timers/promises';
import { startOciRegistry } from '@helm-charts/testing/registries';
import { expect, test } from 'vitest';
import { headManifest } from '../read/manifest.ts';
import { artifactOf, problemIn, quickClient, repositoryOn, said } from '../testing/client.ts';
import { descriptorOfManifest, putManifest } from './manifest.ts';
import { pushOnce } from './push.ts';

test('the same content is pushed once, and other content is refused with both digests', async () => {
  await using registry = await startOciRegistry();
  await using client = await quickClient();
  const web = { ...repositoryOn(registry), tag: '1.0.0' };
  const [one, two] = [artifactOf('one'), artifactOf('two')];
  expect(await pushOnce(client, web, one)).toMatchObject({ state: 'pushed' });
  const before = registry.asked().length;
  expect(await pushOnce(client, web, one)).toMatchObject({ state: 'unchanged' });
  expect(registry.asked()).toHaveLength(before + 1);
  const problem = await problemIn(pushOnce(client, web, two));
  const [local, remote] = [two, one].map(({ manifest }) => descriptorOfManifest(manifest).digest);
  expect(problem).toMatchObject({ kind: 'conflict', local, remote });
  expect(said(problem).replaceAll(/sha256:\w{64}/g, 'DIGEST')).toMatchInlineSnapshot(
    `"conflict: the tag 1.0.0 exists with other content: the registry has DIGEST, and this is DIGEST; raise the version"`,
  );
  expect((await headManifest(client, web))?.digest).toBe(remote);
});

test('an answer that does not say what the tag has is never taken for absent', async () => {
  for (const trouble of [401, 403, 410, 500, 'cut'] as const) {
    await using registry = await startOciRegistry({
      trouble: (path) => (path.includes('/manifests/') ? trouble : undefined),
    });
    await using client = await quickClient();
    await problemIn(
      pushOnce(client, { ...repositoryOn(registry), tag: '1.0.0' }, artifactOf('one')),
    );
    expect(registry.asked().some((one) => /^(?:PUT|POST)/.test(one))).toBe(false);
  }
});

test('of two pushers with other content, the one whose content the tag has was told that it has pushed, and who was not got a conflict', async () => {
  for (let round = 0; round < 20; round++) {
    await using registry = await startOciRegistry();
    await using client = await quickClient();
    const web = { ...repositoryOn(registry), tag: '1.0.0' };
    const results = await Promise.allSettled(
      ['one', 'two'].map(async (content) => {
        await sleep(Math.random() * 5);
        return pushOnce(client, web, artifactOf(content));
      }),
    );
    const refused = results.flatMap((one) =>
      one.status === 'rejected' ? [one.reason.problem.kind] : [],
    );
    expect(refused.every((kind) => kind === 'conflict')).toBe(true);
    const tag = registry.tags.get('charts/web:1.0.0');
    const pushed = results.flatMap((one) =>
      one.status === 'fulfilled' ? [one.value.manifest.digest] : [],
    );
    expect(pushed).toContain(tag);
  }
});

test('another push between the last check and the push is reported', async () => {
  let hasPut = false;
  await using registry = await startOciRegistry({
    trouble: (path, { method }) => {
      if (method === 'PUT' && path.endsWith('/manifests/1.0.0')) hasPut = true;
      return undefined;
    },
  });
  await using client = await quickClient();
  const web = { ...repositoryOn(registry), tag: '1.0.0' };
  const other = artifactOf('other');
  await pushOnce(client, { ...web, tag: 'other' }, other);
  const digest = descriptorOfManifest(other.manifest).digest;
  // The registry lets the other push win: each read of the tag has its digest.
  const set = registry.tags.set.bind(registry.tags);
  registry.tags.set = (name, own) => set(name, hasPut && name.endsWith(':1.0.0') ? digest : own);
  const problem = await problemIn(pushOnce(client, web, artifactOf('one')));
  expect(problem).toMatchObject({ kind: 'conflict', remote: digest });
  expect(problem.message).toContain('someone else has pushed the tag 1.0.0 at the same time');
});

test('a registry with immutable tags refuses the second push of a race', async () => {
  let isFirst = true;
  await using registry = await startOciRegistry({
    isImmutable: true,
    // Both pushers see no tag.
    trouble: (path, { method }) =>
      method === 'HEAD' && path.includes('/manifests/') && isFirst ? 404 : undefined,
  });
  await using client = await quickClient();
  const web = { ...repositoryOn(registry), tag: '1.0.0' };
  registry.tags.set('charts/web:1.0.0', 'sha256:other');
  const problem = await problemIn(pushOnce(client, web, artifactOf('one')));
  isFirst = false;
  expect(said(problem)).toMatchInlineSnapshot(
    `"conflict: the registry does not let a push replace the tag 1.0.0: HOST refuses this (HTTP 409: DENIED, tag is immutable); raise the version"`,
  );
});

test('a registry that changes a manifest is not believed', async () => {
  await using registry = await startOciRegistry({
    trouble: (_, { method }) =>
      method === 'PUT'
        ? { status: 201, headers: { 'docker-content-digest': `sha256:${'0'.repeat(64)}` } }
        : undefined,
  });
  await using client = await quickClient();
  const { manifest } = artifactOf('one');
  const problem = await problemIn(
    putManifest(client, { ...repositoryOn(registry), tag: 'a' }, manifest),
  );
  expect(problem.kind).toBe('broken');
});
