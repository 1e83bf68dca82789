import type { ApiServer, KubernetesObject } from '@helm-charts/testing/servers';
import type { Manifest } from '@helm-charts/types';

/** The bootstrap of a release, as it is played. */
export interface Bootstrap {
  /** E-mail address of the administrator that the database has; undefined for a database without a tenant. */
  administrator: string | undefined;
  /** With what a run ends, unless it succeeds. */
  failure: ((hasSecret: boolean) => End | undefined) | undefined;
  /** How often it has run. */
  readonly runs: () => number;
  /** Deletes the Job and its pods, as Kubernetes does a day after their end. */
  readonly expire: () => void;
}

interface End {
  readonly exitCode: number;
  readonly message: string;
}

/**
 * Plays the Job that creates the first tenant: Helm makes it with its release and again when an upgrade is forced, and its pod leaves in its
 * termination message what it has found. The real one is in charts/sebastian; this one plays what the API server shows of it.
 */
export const playBootstrap = (server: ApiServer, isPlayed = false): Bootstrap => {
  let runs = 0;
  const remove = (kind: string): void => {
    for (const id of [...server.objects.keys()]) if (id.startsWith(`${kind} `)) server.remove(id);
  };
  const bootstrap: Bootstrap = {
    administrator: undefined,
    failure: undefined,
    runs: () => runs,
    expire: () => {
      remove('Job');
      remove('Pod');
    },
  };
  const execute = (job: KubernetesObject): void => {
    runs += 1;
    const { namespace = '' } = job.metadata;
    const secret = server.objects.get(`Secret ${namespace}/appliance-initial-tenant`);
    const failure = bootstrap.failure?.(secret !== undefined);
    if (failure !== undefined) {
      server.put(podOf(job, runs, failure));
      server.put({ ...job, status: { failed: 1 } });
      return;
    }
    const email = (secret?.data as Readonly<Record<string, string>> | undefined)
      ?.INITIAL_ADMIN_EMAIL;
    const given = email && Buffer.from(email, 'base64').toString();
    bootstrap.administrator ??= given;
    const { administrator } = bootstrap;
    const report = {
      tenant: administrator === undefined ? 'missing' : 'present',
      ...(given && { administrator: given === administrator ? 'present' : 'missing' }),
    };
    server.put(podOf(job, runs, { exitCode: 0, message: JSON.stringify(report) }));
    server.put({
      ...job,
      status: { succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] },
    });
  };
  let forced = '';
  if (!isPlayed) return bootstrap;
  server.onChange(({ type, object }) => {
    const { name, annotations } = object.metadata;
    if (object.kind === 'Job' && object.status === undefined && type === 'ADDED') execute(object);
    if (object.kind === 'Job' && type === 'DELETED') remove('Pod');
    if (object.kind !== 'HelmRelease' || !creating.has(name)) return;
    if (type === 'DELETED') {
      // An appliance is wiped, and its database with it.
      bootstrap.expire();
      bootstrap.administrator = undefined;
      return;
    }
    const request = annotations?.['reconcile.fluxcd.io/forceAt'] ?? '';
    if (type === 'MODIFIED' && request === forced) return;
    forced = request;
    const { targetNamespace = '' } = object.spec as { readonly targetNamespace?: string };
    if (!server.objects.has(`Job ${targetNamespace}/${name}-bootstrap`))
      server.put(jobOf(name, targetNamespace));
  });
  return bootstrap;
};

/** The releases of the profiles of tests that create a tenant. */
const creating: ReadonlySet<string> = new Set(['db', 'alga-core']);

const jobOf = (release: string, namespace: string): Manifest => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name: `${release}-bootstrap`,
    namespace,
    annotations: { 'meta.helm.sh/release-name': release },
  },
  spec: {
    selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': 'first' } },
    template: {
      metadata: {
        labels: { 'batch.kubernetes.io/controller-uid': 'first', component: 'bootstrap' },
      },
      spec: {
        volumes: [{ name: 'tenant', secret: { secretName: 'appliance-initial-tenant' } }],
      },
    },
  },
});

const podOf = (
  { metadata: { name, namespace = '', uid = '' } }: KubernetesObject,
  run: number,
  terminated: End,
): Manifest => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: `${name}-${run}`,
    namespace,
    labels: { 'batch.kubernetes.io/job-name': name, 'batch.kubernetes.io/controller-uid': uid },
  },
  status: {
    phase: terminated.exitCode === 0 ? 'Succeeded' : 'Failed',
    containerStatuses: [
      { name: 'bootstrap', ready: false, restartCount: 0, state: { terminated } },
    ],
  },
});
