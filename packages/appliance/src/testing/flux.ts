import type { ApiServer, KubernetesObject } from '@helm-charts/testing/servers';
import type { Manifest } from '@helm-charts/types';

/** How Flux behaves here. */
export interface FluxOptions {
  /** What the root Kustomization delivers: the other Kustomizations and the HelmReleases. */
  readonly delivers: readonly Manifest[];
  /** Objects by their names that don't get ready, with the condition that says why. */
  readonly troubles?: Readonly<Record<string, Trouble>>;
}

interface Trouble {
  readonly type: 'Ready' | 'Stalled';
  readonly message: string;
}

/**
 * Plays the controllers of Flux on a small API server: what is created becomes Ready at once, what the root Kustomization delivers
 * follows it, requests to reconcile are answered, and finalizers go when something is deleted. A HelmRelease that keeps state has
 * a PersistentVolumeClaim, which stays when the release goes.
 * The real controllers read repositories and run helm; this one plays only what their statuses say.
 */
export const playFlux = (server: ApiServer, { delivers, troubles = {} }: FluxOptions): Flux => {
  const left = new Map(Object.entries(troubles));
  const play = (object: KubernetesObject): void =>
    react(server, object, delivers, left.get(object.metadata.name));
  const stop = server.onChange(({ type, object }) => {
    if (type !== 'DELETED') play(object);
  });
  return {
    stop,
    mend: (name) => {
      left.delete(name);
      for (const object of [...server.objects.values()]) {
        if (object.metadata.name === name) play(object);
      }
    },
  };
};

/** Flux as it is played. */
export interface Flux {
  /** Ends the trouble of an object. */
  readonly mend: (name: string) => void;
  /** Ends all controllers: nothing is answered any more. */
  readonly stop: () => void;
}

const react = (
  server: ApiServer,
  object: KubernetesObject,
  delivers: readonly Manifest[],
  trouble: Trouble | undefined,
): void => {
  switch (object.kind) {
    case 'Deployment':
      server.put({ ...object, status: conditions(object, { type: 'Available', status: 'True' }) });
      break;
    case 'GitRepository':
    case 'OCIRepository':
    case 'Kustomization':
    case 'HelmRelease':
      reconcile(server, object, delivers, trouble);
  }
};

const reconcile = (
  server: ApiServer,
  object: KubernetesObject,
  delivers: readonly Manifest[],
  trouble: Trouble | undefined,
): void => {
  const { name, namespace = '', annotations = {}, deletionTimestamp } = object.metadata;
  const { suspend = false, path = '' } = object.spec as Spec;
  if (deletionTimestamp !== undefined) {
    const { finalizers: _, ...metadata } = object.metadata;
    server.put({ ...object, metadata });
    server.remove(`${object.kind} ${namespace}/${name}`);
    return;
  }
  if (suspend) return;
  const condition = trouble
    ? {
        type: trouble.type,
        status: trouble.type === 'Ready' ? 'False' : 'True',
        message: trouble.message,
      }
    : { type: 'Ready', status: 'True', message: 'applied' };
  const requestedAt = annotations['reconcile.fluxcd.io/requestedAt'];
  server.put({
    ...object,
    metadata: { ...object.metadata, ...{ finalizers: ['finalizers.fluxcd.io'] } },
    status: {
      ...conditions(object, condition),
      ...(requestedAt && { lastHandledReconcileAt: requestedAt }),
    },
  });
  if (trouble !== undefined) return;
  if (/^\.\/flux-profiles\/[^/]+(\/airgap)?$/.test(path)) {
    for (const one of delivers) {
      const id = `${one.kind} ${one.metadata.namespace}/${one.metadata.name}`;
      if (!server.objects.has(id)) server.put(one);
    }
  }
  if (
    annotations['kustomize.toolkit.fluxcd.io/prune'] === 'disabled' &&
    object.kind === 'HelmRelease'
  ) {
    const { targetNamespace = '' } = object.spec as Spec;
    if (!server.objects.has(`PersistentVolumeClaim ${targetNamespace}/${name}-data`)) {
      server.put(claim(name, targetNamespace));
    }
  }
};

interface Spec {
  readonly suspend?: boolean;
  readonly path?: string;
  readonly targetNamespace?: string;
}

const conditions = ({ metadata }: KubernetesObject, condition: object) => ({
  observedGeneration: metadata.generation,
  conditions: [condition],
});

const claim = (release: string, namespace: string): Manifest => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: {
    name: `${release}-data`,
    namespace,
    annotations: { 'meta.helm.sh/release-name': release, 'helm.sh/resource-policy': 'keep' },
  },
  status: { phase: 'Bound' },
});
