import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  /** What is there from the beginning, beside the namespaces `default` and `kube-system`. */
  readonly objects?: readonly Manifest[];
  /** The version of Kubernetes that it claims to be, that of charts' renders where none is said: `1.36.3`. */
  readonly kubernetes?: string;
}

/** A request for objects, as tests count them. */
interface Received {
  readonly verb: Verb;
  /** `Secret msp/db`; `Secret msp` for a collection, and where something is created. */
  readonly what: string;
}

export interface ApiServer extends AsyncDisposable {
  readonly url: string;
  /** The path of a kubeconfig with one context, `test`, in a temporary folder. */
  readonly kubeconfig: string;
  /** All objects by their ids: `Secret msp/db`, `Namespace msp`. */
  readonly objects: ReadonlyMap<string, KubernetesObject>;
  /** Every object's `resourceVersion`: equal before and after where nothing has moved. */
  versions(): Readonly<Record<string, string>>;
  /** Writes an object as a controller would, its status included. */
  put(object: Manifest): KubernetesObject;
  remove(id: string): void;
  /** Calls back after each change, so that a test can play a controller; the returned function ends it. */
  onChange(listener: (change: Change) => void): () => void;
  /** Calls back with each request before it is answered, so that a test can come between; the returned function ends it. */
  onRequest(listener: (request: Received) => void): () => void;
  /** What was asked since the start, without discovery. */
  requests(): readonly Received[];
  /** Makes trouble for requests until the returned function is called. */
  trouble(trouble: Trouble, target?: Target): () => void;
  /** Makes a namespace one that is being deleted and never is. */
  terminate(namespace: string): void;
  /** Stops listening, so that connections are refused; the objects stay. */
  pause(): Promise<void>;
  /** Listens again, at the same address. */
  resume(): Promise<void>;
}

/**
 * As much of a Kubernetes API server as `packages/appliance` sends requests to, on a free port of the loopback address, with the
 * objects in memory: which kinds a version serves, objects of the kinds of resources.ts and of any CustomResourceDefinition, lists,
 * creation, merge patches with a version, server-side apply without force and its trial, deletion with finalizers, access reviews.
 *
 * What the real one does and this one does not: it validates no object against a schema and fills in no defaults beside
 * a Secret's `type` and a namespace's phase; admission is NamespaceLifecycle alone; there are no controllers, so nothing is collected
 * that an owner leaves behind (a namespace takes its content along at once); everybody may do everything that no test forbids.
 * What needs more than this is tested on a real one: `@helm-charts/testing/cluster`.
 *
 * @example
 * await using server = await startApiServer({ objects: [namespace('msp', 'baseline')] });
 * await run(['status'], { environment: { KUBECONFIG: server.kubeconfig } });
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
  const listen = async (port: number): Promise<number> => {
    http.listen(port, '127.0.0.1');
    await once(http, 'listening');
    return port;
  };
  const pause = async (): Promise<void> => {
    const closed = once(http, 'close');
    http.close();
    http.closeAllConnections();
    await closed;
  };
  // Not 0: it has to find the same port free when it restarts.
  const port = await onFreePort(listen);
  const resume = async (): Promise<void> => void (await listen(port));

  const folder = await mkdtemp(join(tmpdir(), 'apiserver-'));
  const url = `http://127.0.0.1:${port}`;
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
    resume,
    [Symbol.asyncDispose]: async () => {
      if (http.listening) await pause();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

const namespaceOf = (name: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name },
  status: { phase: 'Active' },
});

const initial = ['default', 'kube-system'].map(namespaceOf);
