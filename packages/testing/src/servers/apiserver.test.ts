import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findTool } from '@helm-charts/engine';
import {
  ApiException,
  AuthorizationV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
  PatchStrategy,
  Watch,
} from '@kubernetes/client-node';
import { expect, onTestFinished, test } from 'vitest';
import { type ApiServer, type ApiServerOptions, startApiServer } from './apiserver.ts';

const run = promisify(execFile);

/** A busy machine may take long; one second, which vitest waits by itself, is not enough. */
const patient = { timeout: 30_000 };

/** A server with the namespace `msp` for the time of a test. */
const start = async (options: ApiServerOptions = {}): Promise<ApiServer> => {
  const server = await startApiServer({ ...options, objects: [msp, ...(options.objects ?? [])] });
  onTestFinished(() => server[Symbol.asyncDispose]());
  return server;
};

const msp = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'msp' } };

/** A function that runs helm or kubectl on a server and returns what it prints. */
const tool = async (name: 'helm' | 'kubectl', { kubeconfig }: ApiServer) => {
  const { path } = await findTool(name);
  const env = { ...process.env, KUBECONFIG: kubeconfig };
  return async (...args: readonly string[]): Promise<string> =>
    (await run(path, args, { env })).stdout;
};

const client = ({ kubeconfig }: ApiServer): KubeConfig => {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  return config;
};

/** A file in a temporary folder. */
const file = async (files: Readonly<Record<string, string>>): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'apiserver-test-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  for (const [path, text] of Object.entries(files)) {
    await mkdir(join(folder, path, '..'), { recursive: true });
    await writeFile(join(folder, path), text);
  }
  return folder;
};

const deployment = (replicas: string) => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  replicas: ${replicas}
  template:
    spec: { containers: [{ name: web, image: "web:1" }] }
`;

const chart = () =>
  file({
    'Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'values.yaml': 'replicas: 1\n',
    'templates/secret.yaml': `{{- $old := lookup "v1" "Secret" .Release.Namespace "password" }}
apiVersion: v1
kind: Secret
metadata: { name: password }
stringData: { seen: "{{ not (empty $old) }}" }
`,
    'templates/deployment.yaml': deployment('{{ .Values.replicas }}'),
  });

const replicas = (server: ApiServer) => {
  const { spec } = server.objects.get('Deployment msp/web')!;
  return (spec as { readonly replicas: number }).replicas;
};

test('helm installs, looks up, upgrades, rolls back and uninstalls', async () => {
  const server = await start({ secure: true });
  const helm = await tool('helm', server);
  const directory = await chart();
  const seen = () => {
    const { data } = server.objects.get('Secret msp/password')!;
    return atob((data as { readonly seen: string }).seen);
  };
  const release = ['web', directory, '--namespace', 'msp'];

  await helm('upgrade', '--install', ...release);
  expect([replicas(server), seen()]).toEqual([1, 'false']);
  await helm('upgrade', ...release, '--set', 'replicas=2');
  expect([replicas(server), seen()]).toEqual([2, 'true']);
  await helm('rollback', 'web', '1', '--namespace', 'msp');
  expect([replicas(server), seen()]).toEqual([1, 'false']);
  const history = await helm('history', 'web', '--namespace', 'msp', '--output', 'json');
  expect(JSON.parse(history).map(({ status }: { status: string }) => status)).toEqual([
    'superseded',
    'superseded',
    'deployed',
  ]);
  await helm('uninstall', 'web', '--namespace', 'msp');
  expect([...server.objects.keys()].filter((id) => id.includes('msp/'))).toEqual([]);
});

test('an upgrade that changes nothing moves only the records of helm', async () => {
  const server = await start();
  const helm = await tool('helm', server);
  const release = ['web', await chart(), '--namespace', 'msp'];
  await helm('install', ...release);
  await helm('upgrade', ...release);
  const before = server.versions();
  await helm('upgrade', ...release);
  const moved = Object.entries(server.versions()).filter(([id, at]) => before[id] !== at);
  expect(moved.map(([id]) => id).filter((id) => !id.includes('/sh.helm.release'))).toEqual([]);
});

test('kubectl creates, gets, waits and deletes', async () => {
  const server = await start({ secure: true });
  const kubectl = await tool('kubectl', server);
  const password = ['secret', 'generic', 'password', '--from-literal=key=word'];
  await kubectl('create', 'namespace', 'other');
  await kubectl('create', ...password, '--namespace', 'other');
  expect(await kubectl('get', 'secrets', '--all-namespaces', '--output=name')).toBe(
    'secret/password\n',
  );
  const data = ['--namespace', 'other', '--output', 'jsonpath={.data.key}'];
  expect(atob(await kubectl('get', 'secret', 'password', ...data))).toBe('word');

  await expect(kubectl('create', ...password, '--namespace', 'other')).rejects.toThrow(
    'secrets "password" already exists',
  );
  await expect(kubectl('create', ...password, '--namespace', 'none')).rejects.toThrow(
    'namespaces "none" not found',
  );

  const gone = kubectl('wait', '--for=delete', 'secret/password', '--namespace', 'other');
  await kubectl('delete', 'namespace', 'other');
  await gone;
  expect(server.objects.has('Secret other/password')).toBe(false);
});

test('kubectl waits for a condition that a controller writes', async () => {
  const server = await start();
  const kubectl = await tool('kubectl', server);
  const folder = await file({ 'web.yaml': deployment('1') });
  await kubectl('create', '--namespace=msp', '--filename', join(folder, 'web.yaml'));
  const available = { type: 'Available', status: 'True' };
  const waiting = kubectl('wait', '--for=condition=Available', 'deployment/web', '--namespace=msp');
  await expect
    .poll(() => server.requests().some(({ verb }) => verb === 'watch'), patient)
    .toBe(true);
  const web = server.objects.get('Deployment msp/web');
  server.put({ ...web!, status: { conditions: [available] } });
  expect(await waiting).toBe('deployment.apps/web condition met\n');
});

test('what is applied belongs to who applied it', async () => {
  const server = await start();
  const kubectl = await tool('kubectl', server);
  const map = (data: string) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: site, namespace: msp }\ndata: ${data}\n`;
  const folder = await file({
    'first.yaml': map('{ host: a, size: "1" }'),
    'fewer.yaml': map('{ host: a }'),
    'other.yaml': map('{ host: b }'),
  });
  const apply = (name: string, manager: string, ...more: readonly string[]) =>
    kubectl(
      ...['apply', '--server-side', '--field-manager', manager, ...more],
      ...['--filename', join(folder, `${name}.yaml`)],
    );
  const data = () => server.objects.get('ConfigMap msp/site')?.data;

  await apply('first', 'one');
  const before = server.versions();
  await apply('first', 'one');
  expect(server.versions()).toEqual(before);
  await expect(apply('other', 'two')).rejects.toThrow('conflict with "one"');
  await apply('fewer', 'one');
  expect(data()).toEqual({ host: 'a' });
  await apply('other', 'two', '--force-conflicts');
  expect(data()).toEqual({ host: 'b' });
  await expect(apply('fewer', 'one')).rejects.toThrow('conflict with "two"');
});

test('the client of Node reads, writes, patches and watches', async () => {
  const server = await start({ secure: true });
  const config = client(server);
  const core = config.makeApiClient(CoreV1Api);
  const events: string[] = [];
  const watching = await new Watch(config).watch(
    '/api/v1/namespaces/msp/secrets',
    {},
    (type, { metadata }) => void events.push(`${type} ${metadata.name}`),
    () => {},
  );
  onTestFinished(() => watching.abort());

  const secret = { metadata: { name: 'db' }, stringData: { PASSWORD: 'word' } };
  await core.createNamespacedSecret({ namespace: 'msp', body: secret });
  const objects = KubernetesObjectApi.makeApiClient(config);
  await objects.patch(
    {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db', namespace: 'msp' },
      type: 'Opaque',
    },
    undefined,
    undefined,
    'test',
    true,
    PatchStrategy.ServerSideApply,
  );
  const read = await core.readNamespacedSecret({ namespace: 'msp', name: 'db' });
  await core.replaceNamespacedSecret({ namespace: 'msp', name: 'db', body: { ...read, data: {} } });
  const stale = core.replaceNamespacedSecret({ namespace: 'msp', name: 'db', body: read });
  await expect(stale).rejects.toMatchObject({ code: 409 });
  const { items } = await core.listNamespacedSecret({ namespace: 'msp' });
  expect(items.map(({ metadata }) => metadata?.name)).toEqual(['db']);
  await core.deleteNamespacedSecret({ namespace: 'msp', name: 'db' });
  await expect.poll(() => events, patient).toEqual(['ADDED db', 'MODIFIED db', 'DELETED db']);
});

test('a definition of a custom resource makes its objects known', async () => {
  const server = await start();
  const custom = client(server).makeApiClient(CustomObjectsApi);
  const list = () =>
    custom.listClusterCustomObject({ group: 'a.io', version: 'v1', plural: 'apps' });
  await expect(list()).rejects.toMatchObject({ code: 404 });
  server.put({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'apps.a.io' },
    spec: {
      group: 'a.io',
      scope: 'Namespaced',
      names: { kind: 'App', plural: 'apps' },
      versions: [{ name: 'v1', served: true, subresources: { status: {} } }],
    },
  });
  expect(await list()).toMatchObject({ kind: 'AppList', items: [] });
});

test('a finalizer holds an object until it is taken away', async () => {
  const server = await start();
  const kubectl = await tool('kubectl', server);
  server.put({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'held', namespace: 'msp', ...{ finalizers: ['a.io/hold'] } },
  });
  const held = ['configmap', 'held', '--namespace=msp'];
  await kubectl('delete', ...held, '--wait=false');
  expect(server.objects.get('ConfigMap msp/held')?.metadata).toHaveProperty('deletionTimestamp');
  await kubectl(
    'patch',
    ...held,
    '--type=json',
    '--patch',
    '[{"op":"remove","path":"/metadata/finalizers"}]',
  );
  expect(server.objects.has('ConfigMap msp/held')).toBe(false);
});

test('a dry run writes nothing', async () => {
  const server = await start();
  const kubectl = await tool('kubectl', server);
  const before = server.versions();
  await kubectl('create', 'configmap', 'site', '--namespace=msp', '--dry-run=server');
  await kubectl('delete', 'namespace', 'msp', '--dry-run=server');
  expect(server.versions()).toEqual(before);
});

const readSecrets = (server: ApiServer) =>
  client(server).makeApiClient(CoreV1Api).listNamespacedSecret({ namespace: 'msp' });

test.each([
  ['Forbidden', 403],
  ['Conflict', 409],
  ['TooManyRequests', 429],
  ['InternalError', 500],
] as const)(
  'a request that a test refuses as %s fails until the test says otherwise',
  async (reason, code) => {
    const server = await start();
    const end = server.trouble(reason, { verb: 'list', resource: 'secrets' });
    const failing: unknown = await readSecrets(server).catch((error: unknown) => error);
    expect(failing).toBeInstanceOf(ApiException);
    expect(failing).toMatchObject({ code });
    end();
    expect((await readSecrets(server)).items).toEqual([]);
  },
);

test('a trouble can be over after some requests', async () => {
  const server = await start();
  server.trouble('Conflict', { resource: 'secrets', times: 1 });
  await expect(readSecrets(server)).rejects.toMatchObject({ code: 409 });
  expect((await readSecrets(server)).items).toEqual([]);
});

test('who is forbidden something is told so when asking', async () => {
  const server = await start();
  server.trouble('Forbidden', { verb: 'create', resource: 'secrets', namespace: 'msp' });
  const authorization = client(server).makeApiClient(AuthorizationV1Api);
  const may = async (verb: string) => {
    const resourceAttributes = { verb, resource: 'secrets', namespace: 'msp' };
    const body = { spec: { resourceAttributes } };
    return (await authorization.createSelfSubjectAccessReview({ body })).status?.allowed;
  };
  expect([await may('create'), await may('get')]).toEqual([false, true]);
});

test('nothing can be created in a namespace that is being deleted', async () => {
  const server = await start();
  server.terminate('msp');
  const kubectl = await tool('kubectl', server);
  await expect(kubectl('create', 'configmap', 'site', '--namespace=msp')).rejects.toThrow(
    'because it is being terminated',
  );
});

test('a paused server refuses connections and keeps its objects', async () => {
  const server = await start();
  await server.pause();
  await expect(readSecrets(server)).rejects.toThrow();
  await server.resume();
  expect((await readSecrets(server)).items).toEqual([]);
});

test('a request is hung up on, and answered late', async () => {
  const server = await start();
  const end = server.trouble('hang up');
  await expect(readSecrets(server)).rejects.toThrow();
  end();
  server.trouble({ delay: 60_000 });
  await expect(
    Promise.race([readSecrets(server), once(AbortSignal.timeout(200), 'abort')]),
  ).resolves.toEqual([expect.objectContaining({ type: 'abort' })]);
});

test('a watch that is dropped ends with an error, and goes on where it was', async () => {
  const server = await start();
  const watch = new Watch(client(server));
  const path = '/api/v1/namespaces/msp/configmaps';
  const watched = async (query: { readonly resourceVersion?: string }) => {
    const events: string[] = [];
    const { promise, resolve } = Promise.withResolvers<unknown>();
    const watching = await watch.watch(path, query, (type) => void events.push(type), resolve);
    onTestFinished(() => watching.abort());
    return { events, end: promise };
  };
  const { end } = await watched({});
  server.drop();
  expect(await end).toBeInstanceOf(Error);

  const resourceVersion = String(Math.max(...Object.values(server.versions()).map(Number)));
  server.put({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'msp' } });
  const { events } = await watched({ resourceVersion });
  await expect.poll(() => events, patient).toEqual(['ADDED']);
});

test('only who has the token is answered', async () => {
  const server = await start({ secure: true });
  const config = client(server);
  config.users = [{ name: 'test', token: 'another' }];
  const reading = config.makeApiClient(CoreV1Api).listNode();
  await expect(reading).rejects.toMatchObject({ code: 401 });
});
