import { type Finding, manifestId, objectIdOf } from '@helm-charts/types';
import { conditionOf, type LiveObject, type Reference, reference } from '../api/object.ts';
import { make, type Session } from '../session.ts';
import { until } from '../until.ts';

/** Pods that one controller keeps at a number. */
interface Group {
  readonly owner: Reference;
  readonly replicas: number;
  /** Whether others connect to them, so that they restart before all others. */
  readonly isFirst: boolean;
}

/**
 * Restarts pods by deleting them: their controllers create new ones, and nothing has changed that Flux or Helm would put back. First those that
 * others connect to, then all others, of each controller one after the other. Those that were deleted before are gone, so a second call continues.
 */
export const restartPods = async (session: Session, uids: readonly string[]): Promise<void> => {
  const old = new Set(uids);
  const groups = await groupsOf(session, old);
  for (const isFirst of [true, false]) {
    const these = groups.filter((group) => group.isFirst === isFirst);
    if (session.dryRun) await deleteAll(session, these, old);
    else await until(session, () => restartSome(session, these, old));
  }
};

/** The pods of the target namespaces that a controller would create again. */
export const restartable = async ({ api, site }: Session): Promise<readonly LiveObject[]> => {
  const lists = await Promise.all(
    site.targetNamespaces.map((name) => api.list({ apiVersion: 'v1', kind: 'Pod' }, name)),
  );
  return lists.flat().filter((pod) => {
    const kind = ownerOf(pod)?.kind;
    return kind !== undefined && kind !== 'Job';
  });
};

const deleteAll = async (
  session: Session,
  groups: readonly Group[],
  old: ReadonlySet<string>,
): Promise<void> => {
  const pods = (await restartable(session)).filter(isOld(old));
  for (const group of groups) {
    for (const pod of pods.filter(isOf(group))) await remove(session, pod);
  }
};

const restartSome = async (
  session: Session,
  groups: readonly Group[],
  old: ReadonlySet<string>,
): Promise<readonly Finding[] | undefined> => {
  const pods = await restartable(session);
  const findings: Finding[] = [];
  for (const group of groups) {
    // A pod that is ending may serve its connections for a while, and its successor is there already.
    const own = pods.filter(isOf(group)).filter((pod) => !isEnding(pod));
    const ready = own.filter(isReady).length;
    const left = own.filter(isOld(old));
    const [next] = left.toSorted((a, b) => Number(isReady(a)) - Number(isReady(b)));
    if (next !== undefined && (ready >= group.replicas || !isReady(next))) {
      await remove(session, next);
    }
    if (left.length > 0 || ready < group.replicas) findings.push(restarting(group));
  }
  return findings.length === 0 ? undefined : findings;
};

const remove = (session: Session, pod: LiveObject): Promise<boolean> =>
  make(session, { action: 'delete', what: manifestId(pod), detail: 'restarts' }, () =>
    session.api.remove(pod),
  );

const restarting = ({ owner }: Group): Finding => ({
  rule: 'pod',
  severity: 'error',
  object: objectIdOf(owner),
  message: 'its pods restart with the new credentials',
});

/** The controllers of pods. Those of which the last pod was deleted by a command that was cut off are complete by themselves. */
const groupsOf = async (session: Session, old: ReadonlySet<string>): Promise<readonly Group[]> => {
  const pods = (await restartable(session)).filter(isOld(old));
  const owners = new Map(
    pods.flatMap((pod) => {
      const owner = ownerOf(pod);
      return owner ? [[manifestId(owner), owner] as const] : [];
    }),
  );
  return Promise.all([...owners.values()].map((owner) => groupOf(session, owner)));
};

const groupOf = async ({ api, site }: Session, owner: Reference): Promise<Group> => {
  const live = await api.get(owner);
  const { replicas = 1 } = (live?.spec ?? {}) as { readonly replicas?: number };
  // A ReplicaSet has the annotations of its Deployment (Kubernetes pkg/controller/deployment/util, `SetNewReplicaSetAnnotations`).
  const name = live?.metadata.annotations?.['meta.helm.sh/release-name'];
  const release = site.releases.find((one) => one.name === name);
  const isFirst = owner.kind === 'StatefulSet' || release?.dependsOn.length === 0;
  return { owner, replicas, isFirst };
};

const ownerOf = ({ metadata }: LiveObject): Reference | undefined => {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller);
  return owner && reference(owner.apiVersion, owner.kind, owner.name, metadata.namespace);
};

const isOf =
  ({ owner }: Group) =>
  (pod: LiveObject): boolean => {
    const own = ownerOf(pod);
    return own !== undefined && manifestId(own) === manifestId(owner);
  };

const isOld =
  (old: ReadonlySet<string>) =>
  ({ metadata }: LiveObject): boolean =>
    old.has(metadata.uid ?? '');

const isEnding = ({ metadata }: LiveObject): boolean => metadata.deletionTimestamp !== undefined;

const isReady = (pod: LiveObject): boolean => conditionOf(pod, 'Ready')?.status === 'True';
