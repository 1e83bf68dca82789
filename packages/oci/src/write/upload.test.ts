import {
  type OciRegistry,
  startOciRegistry,
  type Trouble,
  tokenGuard,
} from '@helm-charts/testing/registries';
import { expect, test } from 'vitest';
import { bytesOf, problemIn, quickClient, repositoryOn, said } from '../testing/client.ts';
import { pushBlob } from './blob.ts';
import { bytesBlob } from './blob-source.ts';

const size = 640 * 2 ** 10;
const blob = bytesBlob(bytesOf(size));
const small = bytesBlob(bytesOf(5000));

/** A registry in which something goes wrong with the requests of a method, in their order. */
const startWith = async (method: string, troubles: readonly (Trouble | undefined)[]) => {
  let nth = 0;
  const registry = await startOciRegistry({
    trouble: (_, asked) => (asked.method === method ? troubles[nth++] : undefined),
  });
  return registry;
};

const methods = (registry: OciRegistry): string =>
  registry
    .asked()
    .map((one) => one.split(' ')[0])
    .join(' ');

test('a small blob needs two requests, a large one is sent in chunks, and one that is there is not sent', async () => {
  await using registry = await startOciRegistry();
  await using client = await quickClient({ limits: { chunk: 300_000 } });
  const web = repositoryOn(registry);
  expect(await pushBlob(client, web, small)).toBe('uploaded');
  expect(methods(registry)).toBe('HEAD POST PUT');
  expect(await pushBlob(client, web, blob)).toBe('uploaded');
  expect(methods(registry)).toBe('HEAD POST PUT HEAD POST PATCH PATCH PATCH PUT');
  expect(registry.blobs.get(blob.digest)?.length).toBe(size);
  expect(await pushBlob(client, web, blob)).toBe('present');
  expect(await pushBlob(client, web, bytesBlob(''))).toBe('uploaded');
});

test.each(Array.from({ length: 10 }, (_, tenth) => tenth))(
  'an upload that is cut after %i tenths continues where the registry is',
  async (tenth) => {
    const cutAfter = Math.round((size * tenth) / 10) % (64 * 2 ** 10);
    const before = Math.floor((size * tenth) / 10 / (64 * 2 ** 10));
    const troubles = [...Array(before).fill(undefined), { cutAfter }];
    await using registry = await startWith('PATCH', troubles);
    await using client = await quickClient();
    expect(await pushBlob(client, repositoryOn(registry), blob)).toBe('uploaded');
    expect(registry.blobs.get(blob.digest)?.equals(bytesOf(size))).toBe(true);
    // It begins again only where nothing had arrived.
    const begun = registry.asked().filter((one) => one.startsWith('POST')).length;
    expect(begun).toBeLessThanOrEqual(tenth === 0 ? 2 : 1);
  },
);

test('an upload that is cut in each chunk ends, since each try brings it further', async () => {
  await using registry = await startWith('PATCH', Array(12).fill({ cutAfter: 30_000 }));
  await using client = await quickClient({ limits: { attempts: 2 } });
  expect(await pushBlob(client, repositoryOn(registry), blob)).toBe('uploaded');
  expect(registry.blobs.get(blob.digest)?.equals(bytesOf(size))).toBe(true);
});

test.each([
  ['500 in the middle', 'PATCH', [undefined, 500, undefined, 503]],
  ['an upload that the registry has forgotten', 'PATCH', [undefined, 404]],
  ['a chunk at another place', 'PATCH', [undefined, 416]],
  ['a lost last answer', 'PUT', ['cut']],
  ['a cut at the end', 'PUT', [{ cutAfter: 0 }]],
  ['an end that is refused once', 'PUT', [500]],
  ['a beginning that is refused once', 'POST', [503]],
  ['a question that is not answered', 'HEAD', [429]],
] as const)('%s: the blob arrives', async (_, method, troubles) => {
  for (const one of [blob, small]) {
    await using registry = await startWith(method, troubles as readonly (Trouble | undefined)[]);
    await using client = await quickClient();
    await pushBlob(client, repositoryOn(registry), one);
    expect(registry.blobs.has(one.digest)).toBe(true);
  }
});

test('an upload that the registry has forgotten begins again', async () => {
  let patches = 0;
  await using registry = await startOciRegistry({
    trouble: (_, { method }) => {
      if (method === 'PATCH' && ++patches === 4) registry.uploads.clear();
      return undefined;
    },
  });
  await using client = await quickClient();
  await pushBlob(client, repositoryOn(registry), blob);
  expect(registry.blobs.get(blob.digest)?.equals(bytesOf(size))).toBe(true);
  expect(registry.asked().filter((one) => one.startsWith('POST'))).toHaveLength(2);
});

test('a registry that forgets each upload, is full or refuses is named', async () => {
  const sayings: string[] = [];
  const full = {
    status: 507,
    body: '{"errors":[{"code":"UNKNOWN","message":"no space left on device"}]}',
  };
  for (const [method, trouble] of [
    ['PATCH', 404],
    ['PATCH', full],
    ['PUT', full],
    ['POST', 403],
    ['POST', 405],
    ['PUT', 413],
    ['POST', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['HEAD', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }],
    ['HEAD', { status: 200, headers: { 'content-length': '7' } }],
    ['POST', { status: 202, headers: { location: 'http://[' } }],
  ] as const) {
    await using registry = await startWith(method, Array(20).fill(trouble));
    await using client = await quickClient();
    sayings.push(
      `${method} ${said(await problemIn(pushBlob(client, repositoryOn(registry), blob)))}`,
    );
    expect(registry.blobs.size).toBe(0);
  }
  expect(sayings).toMatchInlineSnapshot(`
    [
      "PATCH broken: HOST forgets the upload before it is complete (HTTP 404); run it again; behind a load balancer, all requests of an upload must reach the same registry",
      "PATCH full: HOST has no room for this (HTTP 507: UNKNOWN, no space left on device); free space or raise the limit on the registry, and run it again",
      "PUT full: HOST has no room for this (HTTP 507: UNKNOWN, no space left on device); free space or raise the limit on the registry, and run it again",
      "POST forbidden: HOST asks for credentials, and there are none for it (HTTP 403); use an account that may do it: run helm registry login HOST, or set HELM_CHARTS_REGISTRY to HOST and HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD to its account",
      "POST refused: HOST refuses this (HTTP 405); correct what the registry names, or tell its operator",
      "PUT full: HOST has no room for this (HTTP 413); free space or raise the limit on the registry, and run it again",
      "POST broken: HOST answers with a web page, so it is no registry, or a proxy answers in its place (HTTP 200); check the address and the proxy",
      "HEAD broken: HOST answers with a web page, so it is no registry, or a proxy answers in its place (HTTP 200); check the address and the proxy",
      "HEAD broken: HOST has 7 bytes under this digest in place of 655360; check the address, and tell the operator of the registry",
      "POST broken: HOST does not say where to upload to; check the address, and tell the operator of the registry",
    ]
  `);
});

test('a registry that refuses a chunk before it has read it is named', async () => {
  const full = { status: 507, headers: { connection: 'close' } };
  await using registry = await startWith('PATCH', Array(20).fill(full));
  await using client = await quickClient({ limits: { chunk: 20 * 2 ** 20 } });
  const large = bytesBlob(Buffer.alloc(40 * 2 ** 20));
  const problem = await problemIn(pushBlob(client, repositoryOn(registry), large));
  expect(problem.kind).toBe('full');
});

test('a token that expires in the middle of an upload is renewed, and not asked for each request', async () => {
  const { guard, expire, scopes } = tokenGuard({ username: 'ci', password: 'hunter2' });
  let patches = 0;
  await using registry = await startOciRegistry({
    guard,
    trouble: (_, { method }) => {
      if (method === 'PATCH' && ++patches === 5) expire();
      return undefined;
    },
  });
  await using client = await quickClient({
    findCredential: async () => ({ kind: 'basic', username: 'ci', password: 'hunter2' }),
  });
  await pushBlob(client, repositoryOn(registry), blob);
  expect(registry.blobs.has(blob.digest)).toBe(true);
  const pull = ['repository:charts/web:pull'];
  const push = ['repository:charts/web:pull,push'];
  expect(scopes()).toEqual([pull, push, push]);
});

test('a blob of another repository is mounted, if the registry has it', async () => {
  await using registry = await startOciRegistry();
  await using client = await quickClient();
  const [web, other] = [repositoryOn(registry), repositoryOn(registry, 'charts/other')];
  await pushBlob(client, other, small);
  const head = { status: 404 };
  await using strict = await startOciRegistry({
    trouble: (_, { method }) => (method === 'HEAD' ? head : undefined),
  });
  strict.blobs.set(small.digest, Buffer.from(bytesOf(5000)));
  expect(await pushBlob(client, repositoryOn(strict), small, 'charts/other')).toBe('mounted');
  expect(await pushBlob(client, web, blob, 'charts/other')).toBe('uploaded');
});
