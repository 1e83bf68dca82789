import type { LiveObject } from '../api/object.ts';

/** A key of a Secret that a pod reads; without a key it reads all of them. */
interface ReadKey {
  readonly name: string;
  readonly key?: string;
}

/**
 * The keys that the containers of a pod read: from the environment or from files. Init containers have ended, so what only they mount does not need
 * a restart; the kubelet renews the files by itself.
 */
export const secretKeysOf = ({
  containers = [],
  initContainers = [],
  volumes = [],
}: Source): readonly ReadKey[] => {
  const running = [
    ...containers,
    ...initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always'),
  ];
  const mounted = new Set(
    running.flatMap(({ volumeMounts = [] }) => volumeMounts.map(({ name }) => name)),
  );
  return [
    ...running.flatMap(({ env = [], envFrom = [] }) => [
      ...env.flatMap(({ valueFrom }) => valueFrom?.secretKeyRef ?? []),
      ...envFrom.flatMap(({ secretRef }) => secretRef ?? []),
    ]),
    ...volumes
      .filter(({ name }) => mounted.has(name))
      .flatMap(({ secret, projected }) => [
        ...(secret === undefined ? [] : keysOf(secret.secretName, secret.items)),
        ...(projected?.sources ?? []).flatMap((source) =>
          source.secret === undefined ? [] : keysOf(source.secret.name, source.secret.items),
        ),
      ]),
  ];
};

/** Whether a pod reads one of these keys. */
export const reads = (
  pod: LiveObject,
  secrets: readonly {
    readonly name: string;
    readonly namespace: string;
    readonly keys: readonly string[];
  }[],
): boolean =>
  secretKeysOf((pod.spec ?? {}) as Source).some(({ name, key }) =>
    secrets.some(
      (secret) =>
        secret.name === name &&
        secret.namespace === pod.metadata.namespace &&
        (key === undefined || secret.keys.includes(key)),
    ),
  );

const keysOf = (name: string, items: readonly { readonly key: string }[] | undefined): ReadKey[] =>
  items === undefined ? [{ name }] : items.map(({ key }) => ({ name, key }));

/** The part of a pod's spec that is read here. */
export interface Source {
  readonly containers?: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly {
    readonly name: string;
    readonly secret?: { readonly secretName: string; readonly items?: readonly Item[] };
    readonly projected?: {
      readonly sources?: readonly {
        readonly secret?: { readonly name: string; readonly items?: readonly Item[] };
      }[];
    };
  }[];
}

interface Container {
  readonly restartPolicy?: string;
  readonly env?: readonly { readonly valueFrom?: { readonly secretKeyRef?: Required<ReadKey> } }[];
  readonly envFrom?: readonly { readonly secretRef?: { readonly name: string } }[];
  readonly volumeMounts?: readonly { readonly name: string }[];
}

interface Item {
  readonly key: string;
}
