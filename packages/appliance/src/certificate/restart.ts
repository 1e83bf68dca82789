import { type Finding, manifestId, objectIdOf } from '@helm-charts/types';
import { conditionOf, type LiveObject } from '../api/object.ts';
import { manager } from '../api/request.ts';
import { secretReference } from '../secrets.ts';
import { make, type Session } from '../session.ts';
import { until } from '../until.ts';
import { isOwnSecret } from './secret.ts';

/**
 * Restarts the pods that have started before the appliance wrote their certificate, since they read it only when they start: first
 * those that serve it, and when these are Ready, those that verify it. A pod that only an init container uses it in goes on.
 */
export const restartPods = async (session: Session): Promise<void> => {
  const { api, site } = session;
  for (const { secret } of site.certificates) {
    const live = await api.get(secretReference(secret, site.targetNamespace));
    // Whoever else writes the Secret restarts the pods.
    if (live === undefined || !isOwnSecret(live)) continue;
    const written = writtenAt(live);
    await restart(session, { secret, written, use: 'serves' });
    await restart(session, { secret, written, use: 'verifies' });
  }
};

interface Restart {
  readonly secret: string;
  readonly written: Date;
  readonly use: Use;
}

type Use = 'serves' | 'verifies';

const restart = async (session: Session, { secret, written, use }: Restart): Promise<void> => {
  const { api, site, dryRun } = session;
  const list = async (): Promise<readonly LiveObject[]> =>
    (await api.list({ apiVersion: 'v1', kind: 'Pod' }, site.targetNamespace)).filter(
      (pod) => useOf(pod, secret) === use,
    );
  const isOld = ({ metadata }: LiveObject): boolean =>
    new Date(metadata.creationTimestamp ?? 0) < written;
  const old = (await list()).filter(isOld);
  for (const pod of old) {
    const change = { action: 'delete', what: manifestId(pod), detail: 'restarted' } as const;
    await make(session, change, () => api.remove(pod));
  }
  if (dryRun || old.length === 0) return;
  await until(session, async () => {
    const isReady = (pod: LiveObject) =>
      !isOld(pod) && conditionOf(pod, 'Ready')?.status === 'True';
    const ready = (await list()).filter(isReady).length;
    return ready >= old.length ? undefined : old.map(waiting);
  });
};

const waiting = (pod: LiveObject): Finding => ({
  rule: 'certificate',
  severity: 'error',
  object: objectIdOf(pod),
  message: 'it restarts with its new certificate',
});

interface PodSpec {
  readonly volumes?: readonly {
    readonly name: string;
    readonly secret?: {
      readonly secretName: string;
      readonly items?: readonly { readonly key: string }[];
    };
  }[];
  readonly containers?: readonly {
    readonly volumeMounts?: readonly { readonly name: string }[];
  }[];
}

/** What the containers of a pod do with a certificate, if anything. A Job ends by itself. */
const useOf = (pod: LiveObject, secret: string): Use | undefined => {
  if (pod.metadata.ownerReferences?.some(({ kind }) => kind === 'Job')) return undefined;
  // What the cluster answers is a pod.
  const { volumes = [], containers = [] } = (pod.spec ?? {}) as PodSpec;
  const mounted = containers.flatMap(({ volumeMounts = [] }) => volumeMounts);
  const used = volumes.filter(
    (volume) =>
      volume.secret?.secretName === secret && mounted.some(({ name }) => name === volume.name),
  );
  if (used.length === 0) return undefined;
  const hasKey = used.some((volume) => volume.secret?.items?.some(({ key }) => key === 'tls.key'));
  return hasKey ? 'serves' : 'verifies';
};

interface ManagedFields {
  readonly manager?: string;
  readonly time?: string;
}

/** When the appliance last wrote a Secret, by the clock of the API server. */
const writtenAt = ({ metadata }: LiveObject): Date => {
  // What an API server answers has this shape (apimachinery ManagedFieldsEntry).
  const entries = (metadata.managedFields ?? []) as readonly ManagedFields[];
  const times = entries.flatMap((entry) =>
    entry.manager === manager && entry.time !== undefined ? [Date.parse(entry.time)] : [],
  );
  return new Date(Math.max(Date.parse(metadata.creationTimestamp ?? ''), ...times));
};
