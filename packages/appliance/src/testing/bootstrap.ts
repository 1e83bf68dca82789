import type { ApiServer, KubernetesObject } from '@helm-charts/testing/servers';
import type { Manifest } from '@helm-charts/types';

/** The bootstrap of a release, as it is played. */
export interface Bootstrap {
  /** E-mail address of the administrator that the database has; undefined for a database without a tenant. */
  administrator: string | undefined;
  /** Passwords of the database by their keys in the Secret; undefined before the first run. */
  passwords: Passwords | undefined;
  /** How many of the next runs mount a Secret from before the last change. */
  staleRuns: number;
  /** Whether the Job reads a rotation; an older version does not. */
  readsRotation: boolean;
  /** With what a run ends, unless it succeeds. */
  failure: ((hasSecret: boolean) => End | undefined) | undefined;
  /** How often it has run. */
  readonly runs: () => number;
  /** Deletes the Job and its pods, as Kubernetes does a day after their end. */
  readonly expire: () => void;
}

type Passwords = Readonly<Record<string, string>>;

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
    for (const [id, object] of [...server.objects]) {
      const isPodOfOthers = kind === 'Pod' && object.metadata.labels?.[jobName] === undefined;
      if (object.kind === kind && !isPodOfOthers) server.remove(id);
    }
  };
  const bootstrap: Bootstrap = {
    administrator: undefined,
    passwords: undefined,
    staleRuns: 0,
    readsRotation: true,
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
    const isStale = bootstrap.passwords !== undefined && bootstrap.staleRuns > 0;
    if (isStale) bootstrap.staleRuns -= 1;
    const mounted = textsOf(server.objects.get(`Secret ${namespace}/db`));
    const login = loggedIn(bootstrap.passwords, isStale ? { ...bootstrap.passwords } : mounted);
    const failure =
      bootstrap.failure?.(secret !== undefined) ??
      (login === undefined ? { exitCode: 11, message: 'the password is refused' } : undefined);
    if (failure !== undefined) {
      server.put(podOf(job, runs, failure));
      server.put({ ...job, status: { failed: 1 } });
      return;
    }
    bootstrap.passwords = login?.passwords;
    const email = (secret?.data as Readonly<Record<string, string>> | undefined)
      ?.INITIAL_ADMIN_EMAIL;
    const given = email && Buffer.from(email, 'base64').toString();
    bootstrap.administrator ??= given;
    const { administrator } = bootstrap;
    const report = {
      tenant: administrator === undefined ? 'missing' : 'present',
      ...(given && { administrator: given === administrator ? 'present' : 'missing' }),
      ...(bootstrap.readsRotation && login?.rotation && { rotation: login.rotation }),
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
      bootstrap.passwords = undefined;
      return;
    }
    const request = annotations?.['reconcile.fluxcd.io/forceAt'] ?? '';
    if (type === 'MODIFIED' && request === forced) return;
    forced = request;
    const { targetNamespace = '' } = object.spec as { readonly targetNamespace?: string };
    if (!server.objects.has(`Job ${targetNamespace}/${name}-bootstrap`))
      server.put(jobOf(name, targetNamespace, bootstrap.readsRotation));
  });
  return bootstrap;
};

/** Logs in as the superuser, and gives all roles the passwords of the Secret; undefined if both passwords of the superuser are refused. */
const loggedIn = (
  database: Passwords | undefined,
  { ROTATION: rotation, PASSWORD_ADMIN_PREVIOUS: previous, ...passwords }: Passwords,
): { readonly passwords: Passwords; readonly rotation: string | undefined } | undefined => {
  const known = [undefined, passwords.PASSWORD_ADMIN, previous];
  return known.includes(database?.PASSWORD_ADMIN) ? { passwords, rotation } : undefined;
};

/** The data of a Secret as texts. */
export const textsOf = (secret: KubernetesObject | undefined): Passwords =>
  Object.fromEntries(
    Object.entries((secret?.data ?? {}) as Passwords).map(([key, value]) => [
      key,
      Buffer.from(value, 'base64').toString(),
    ]),
  );

const jobName = 'batch.kubernetes.io/job-name';

/** The releases of the profiles of tests that create a tenant. */
const creating: ReadonlySet<string> = new Set(['db', 'alga-core']);

const jobOf = (release: string, namespace: string, readsRotation: boolean): Manifest => ({
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
        containers: [
          { name: 'bootstrap', volumeMounts: [{ name: 'tenant' }, { name: 'passwords' }] },
        ],
        volumes: [
          { name: 'tenant', secret: { secretName: 'appliance-initial-tenant' } },
          {
            name: 'passwords',
            projected: {
              sources: readsRotation
                ? [{ secret: { name: 'db', items: [{ key: 'ROTATION' }] } }]
                : [],
            },
          },
        ],
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
    labels: { [jobName]: name, 'batch.kubernetes.io/controller-uid': uid },
  },
  status: {
    phase: terminated.exitCode === 0 ? 'Succeeded' : 'Failed',
    containerStatuses: [
      { name: 'bootstrap', ready: false, restartCount: 0, state: { terminated } },
    ],
  },
});
