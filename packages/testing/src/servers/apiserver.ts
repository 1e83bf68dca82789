import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { defaultKubeVersion } from '@helm-charts/engine';
import type { Manifest } from '@helm-charts/types';
import { handler } from './apiserver/handler.ts';
import { writeKubeconfig } from './apiserver/kubeconfig.ts';
import { terminating } from './apiserver/namespaces.ts';
import type { KubernetesObject } from './apiserver/object.ts';
import type { Verb } from './apiserver/request.ts';
import { type Change, makeStore } from './apiserver/store.ts';
import { makeTroubles, type Target, type Trouble } from './apiserver/trouble.ts';
import { onFreePort } from './port.ts';

export interface ApiServerOptions {
  /** The initial objects, besides the namespaces `default` and `kube-system`. */
  readonly objects?: readonly Manifest[];
  /** The Kubernetes version that it reports, for instance `1.36.3`. The default is the version that charts are rendered for. */
  readonly kubernetes?: string;
}

/** A request for objects, for tests that count requests. */
interface Received {
  readonly verb: Verb;
  /** The target: `Secret msp/db`; `Secret msp` for a collection and for a creation. */
  readonly what: string;
}

export interface ApiServer extends AsyncDisposable {
  readonly url: string;
  /** The path of a kubeconfig with one context, `test`, in a temporary folder. */
  readonly kubeconfig: string;
  /** All objects by id: `Secret msp/db`, `Namespace msp`. */
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  /** The `resourceVersion` of every object. It is the same before and after if nothing has changed. */
  versions(): Readonly<Record<string, string>>;
  /** Writes an object with its status, as a controller does. */
  put(object: Manifest): KubernetesObject;
  remove(id: string): void;
  /** Calls the listener after each change, so that a test can act as a controller. The returned function removes the listener. */
  onChange(listener: (change: Change) => void): () => void;
  /**
   * Calls the listener with each request before the response, so that a test can act in between. The returned function removes the
   * listener.
   */
  onRequest(listener: (request: Received) => void): () => void;
  /** The requests since the start, without discovery. */
  requests(): readonly Received[];
  /** Makes requests fail or wait until the returned function is called. */
  trouble(trouble: Trouble, target?: Target): () => void;
  /** Makes a namespace terminating forever. */
  terminate(namespace: string): void;
  /** Stops listening, so that connections are refused. The objects are kept. */
  pause(): Promise<void>;
  /** Listens again at the same address. */
  resume(): Promise<void>;
}

/**
 * Starts a partial Kubernetes API server with the features that `packages/appliance` uses, on a free port of the loopback address, with the
 * objects in memory: discovery, the kinds in resources.ts and of CustomResourceDefinitions, lists, creation, merge patches with a
 * resourceVersion, server-side apply without force and as a dry run, deletion with finalizers, access reviews.
 *
 * Differences from the real API server: it does not validate objects against schemas and sets no defaults except a Secret's `type` and a
 * namespace's phase; the only admission plugin is NamespaceLifecycle; there are no controllers, so dependents of a deleted owner remain
 * (the content of a namespace is deleted at once); every request is allowed unless a test forbids it. For tests that need more, use a real
 * one: `@helm-charts/testing/cluster`.
 *
 * @example await using server = await startApiServer({ objects: [namespace('msp', 'baseline')] }); await run(['status'], { environment: {
 * KUBECONFIG: server.kubeconfig } });
 */
export const startApiServer = async (options: ApiServerOptions = {}): Promise<ApiServer> => {
  const store = makeStore();
  const troubles = makeTroubles();
  const requests: Received[] = [];
  const listeners = new Set<(request: Received) => void>();
  for (const object of [...initial, ...(options.objects ?? [])]) store.put(object);

  const handle = handler({
    store,
    troubles,
    kubernetes: options.kubernetes ?? defaultKubeVersion,
    onRequest: ({ verb, resource, namespace, name }) => {
      const place = [namespace, name].filter(Boolean).join('/');
      const received = { verb, what: `${resource.kind} ${place}`.trimEnd() };
      requests.push(received);
      for (const listener of [...listeners]) listener(received);
    },
  });
  const http = createServer(handle);
  const host = ownAddress();
  const listen = async (port: number): Promise<number> => {
    http.listen(port, host);
    await once(http, 'listening');
    return port;
  };
  const pause = async (): Promise<void> => {
    const closed = once(http, 'close');
    http.close();
    http.closeAllConnections();
    await closed;
  };
  // Not 0, since the server must find the same port free when it restarts.
  const port = await onFreePort(listen);
  const resume = async (attempts = 100): Promise<void> => {
    try {
      await listen(port);
    } catch (error) {
      // Another process may hold the port for a moment, on all addresses, while it looks for a free one.
      if (attempts === 1 || !/EADDRINUSE/.test(String(error))) throw error;
      await sleep(50);
      await resume(attempts - 1);
    }
  };

  const folder = await mkdtemp(join(tmpdir(), 'apiserver-'));
  const url = `http://${host}:${port}`;
  return {
    url,
    kubeconfig: await writeKubeconfig(folder, url),
    objects: store.objects,
    versions: () =>
      Object.fromEntries(
        [...store.objects].map(([id, { metadata }]) => [id, metadata.resourceVersion ?? '']),
      ),
    put: (object) => store.put(object),
    remove: (id) => void store.remove(id),
    onChange: store.subscribe,
    onRequest: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    requests: () => [...requests],
    trouble: (trouble, target = {}) => troubles.make(trouble, target),
    terminate: (namespace) => {
      const object = store.objects.get(`Namespace ${namespace}`);
      store.put(terminating(object ?? namespaceOf(namespace)));
    },
    pause,
    resume: () => resume(),
    [Symbol.asyncDispose]: async () => {
      if (http.listening) await pause();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** A loopback address that no other server has, so that nobody answers there while this one is paused. Only Linux has more than one. */
const ownAddress = (): string =>
  process.platform === 'linux'
    ? `127.${[randomInt(1, 255), randomInt(256), randomInt(1, 255)].join('.')}`
    : '127.0.0.1';

const namespaceOf = (name: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
  status: { phase: 'Active' },
});

const initial = ['default', 'kube-system'].map(namespaceOf);
