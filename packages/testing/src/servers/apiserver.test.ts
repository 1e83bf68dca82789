import { once } from 'node:events';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { expect, onTestFinished, test } from 'vitest';
import { type ApiServer, startApiServer } from './apiserver.ts';

/** A server with the namespace `msp` for one test. */
const start = async (): Promise<ApiServer> => {
  const server = await startApiServer({
    objects: [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'msp' } }],
  });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
};

const secrets = '/api/v1/namespaces/msp/secrets';

/** The parts of a response that the tests compare. */
interface Body {
  readonly data: object;
  readonly items: unknown;
  readonly resources: unknown;
  readonly status: { readonly allowed: boolean };
}

/** Sends a request as the appliance program does. Returns the code and the body of the response. */
const send = async ({ url }: ApiServer, method: string, path: string, body?: object, type = '') => {
  const answer = await fetch(`${url}${path}`, {
    method,
    headers: { 'content-type': type },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { code: answer.status, body: (await answer.json()) as Body };
};

const core = ({ kubeconfig }: ApiServer): CoreV1Api => {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  return config.makeApiClient(CoreV1Api);
};

test('creates an object once, reads, lists, patches and deletes it', async () => {
  const server = await start();
  const api = core(server);
  const body = { metadata: { name: 'db' }, data: { PASSWORD: 'd29yZA==' } };
  await api.createNamespacedSecret({ namespace: 'msp', body });
  await expect(api.createNamespacedSecret({ namespace: 'msp', body })).rejects.toMatchObject({
    code: 409,
  });
  const { metadata } = await api.readNamespacedSecret({ namespace: 'msp', name: 'db' });
  const { items } = await api.listNamespacedSecret({ namespace: 'msp' });
  expect(items).toHaveLength(1);

  const patch = (resourceVersion?: string) =>
    send(
      server,
      'PATCH',
      `${secrets}/db`,
      { metadata: { resourceVersion }, data: { PASSWORD: null, OTHER: 'eHk=' } },
      'application/merge-patch+json',
    );
  expect(await patch('1')).toMatchObject({ code: 409 });
  const patched = await patch(metadata?.resourceVersion);
  expect(patched).toMatchObject({ code: 200, body: { data: { OTHER: 'eHk=' }, type: 'Opaque' } });
  expect(patched.body.data).not.toHaveProperty('PASSWORD');

  await api.deleteNamespacedSecret({ namespace: 'msp', name: 'db' });
  expect(await send(server, 'GET', `${secrets}/db`)).toMatchObject({ code: 404 });
});

test('server-side apply makes the field manager the owner of the fields', async () => {
  const server = await start();
  const apply = (manager: string, data: object, more = '') =>
    send(
      server,
      'PATCH',
      `/api/v1/namespaces/msp/configmaps/site?fieldManager=${manager}${more}`,
      { metadata: { name: 'site' }, data },
      'application/apply-patch+yaml',
    );
  const data = () => server.objects.get('ConfigMap msp/site')?.data;

  expect(await apply('one', { host: 'a', size: '1' })).toMatchObject({ code: 201 });
  const before = server.versions();
  expect(await apply('one', { host: 'a', size: '1' })).toMatchObject({ code: 200 });
  const trial = await apply('one', { host: 'b' }, '&dryRun=All');
  expect(trial.body.data).toEqual({ host: 'b' });
  expect(server.versions()).toEqual(before);
  expect(await apply('two', { host: 'b' })).toMatchObject({
    code: 409,
    body: {
      message: 'Apply failed with 1 conflict: conflict with "one" using v1: .data.host',
    },
  });
  await apply('one', { host: 'a' });
  expect(data()).toEqual({ host: 'a' });
});

test('serves a custom resource after its CustomResourceDefinition is created', async () => {
  const server = await start();
  expect(await send(server, 'GET', '/apis/a.io/v1')).toMatchObject({ code: 404 });
  server.put({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'apps.a.io' },
    spec: {
      group: 'a.io',
      scope: 'Namespaced',
      names: { kind: 'App', plural: 'apps' },
      versions: [{ name: 'v1', served: true }],
    },
  });
  expect((await send(server, 'GET', '/apis/a.io/v1')).body.resources).toEqual([
    { name: 'apps', kind: 'App', namespaced: true },
  ]);
  expect((await send(server, 'GET', '/apis/a.io/v1/apps')).body.items).toEqual([]);
});

test('a finalizer delays the deletion of an object, and deleting a namespace deletes its content', async () => {
  const server = await start();
  const metadata = { name: 'held', namespace: 'msp', ...{ finalizers: ['a.io/hold'] } };
  server.put({ apiVersion: 'v1', kind: 'Secret', metadata });
  await send(server, 'DELETE', `${secrets}/held`);
  expect(server.objects.get('Secret msp/held')?.metadata).toHaveProperty('deletionTimestamp');
  await send(server, 'DELETE', '/api/v1/namespaces/msp');
  expect([...server.objects.keys()].filter((id) => id.includes('msp'))).toEqual([]);
});

test('rejects new objects in a terminating namespace', async () => {
  const server = await start();
  server.terminate('msp');
  expect(await send(server, 'POST', secrets, { metadata: { name: 'db' } })).toMatchObject({
    code: 403,
    body: { details: { causes: [{ reason: 'NamespaceTerminating' }] } },
  });
});

test('a request fails until the test removes the error', async () => {
  const server = await start();
  const end = server.trouble('InternalError', { verb: 'list', resource: 'secrets' });
  expect(await send(server, 'GET', secrets)).toMatchObject({ code: 500 });
  end();
  server.trouble('Conflict', { resource: 'secrets', times: 1 });
  expect(await send(server, 'GET', secrets)).toMatchObject({ code: 409 });
  expect(await send(server, 'GET', secrets)).toMatchObject({ code: 200 });
  expect(server.requests()).toEqual(Array(3).fill({ verb: 'list', what: 'Secret msp' }));
});

test('an access review reports what the test forbids', async () => {
  const server = await start();
  server.trouble('Forbidden', { verb: 'create', resource: 'secrets', namespace: 'msp' });
  const may = async (verb: string) => {
    const resourceAttributes = { verb, resource: 'secrets', namespace: 'msp' };
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const { body } = await send(server, 'POST', path, { spec: { resourceAttributes } });
    return body.status.allowed;
  };
  expect([await may('create'), await may('get')]).toEqual([false, true]);
});

test('a paused server refuses connections but keeps its objects', async () => {
  const server = await start();
  await server.pause();
  await expect(send(server, 'GET', secrets)).rejects.toThrow();
  await server.resume();
  expect(await send(server, 'GET', '/api/v1/namespaces/msp')).toMatchObject({ code: 200 });
});

test('closes the connection of a request, and delays a response', async () => {
  const server = await start();
  const end = server.trouble('hang up');
  await expect(send(server, 'GET', secrets)).rejects.toThrow();
  end();
  server.trouble({ delay: 60_000 });
  const answer = send(server, 'GET', secrets).catch(() => 'no answer');
  await expect(Promise.race([answer, once(AbortSignal.timeout(200), 'abort')])).resolves.toEqual([
    expect.objectContaining({ type: 'abort' }),
  ]);
});
