import {
  configMapVolume,
  deployment,
  emptyDir,
  extraEnvironment,
  extraVariables,
  pods,
  type probes,
  replicas,
  scale,
  scaling,
  scalingRules,
  service,
  serviceAccount,
  topologyKey,
  topologySpread,
} from '@helm-charts/blocks';
import {
  component,
  environment,
  equals,
  image,
  integer,
  type Manifests,
  manifest,
  named,
  names,
  not,
  type ObjectOf,
  object,
  oneOf,
  optional,
  port,
  quantity,
  type Ref,
  type Refs,
  type Rule,
  release,
  resources,
  restrictedContainer,
  rule,
  string,
  when,
} from '@helm-charts/types';
import { publicAddress, sharedValues } from './address.ts';
import { temporaryHome } from './home.ts';
import { clusterDomain, edition } from './installation.ts';
import { database, poolAdministrator, poolVariables } from './pool.ts';
import { redis, redisVariables } from './redis.ts';
import {
  filesystemRule,
  sharedTenantSecrets,
  tenantSecretPlace,
  tenantSecretsFolder,
  tenantSecretVariables,
  vaultRule,
} from './tenant-secrets.ts';
import { serverBootstrapWait, waitForServer } from './wait-for-bootstrap.ts';

/** Defaults that differ between the workers. */
export interface WorkerDefaults {
  readonly image: Parameters<typeof image>[1];
  readonly port: number;
  readonly resources: Parameters<typeof resources>[1];
}

/** Values of every worker. */
export const workerMembers = (defaults: WorkerDefaults) => ({
  global: sharedValues,
  fullnameOverride: optional(string('Name of all objects. Replaces the computed name.')),
  image: image('Image of the worker.', defaults.image),
  user: integer(
    'Numeric user and group ID of the process. It must equal that of the server, since both write the same volume.',
    { default: 1000, minimum: 1 },
  ),
  edition,
  logLevel: oneOf('Lowest level of the messages in the log.', ['error', 'warn', 'info', 'debug'], {
    default: 'info',
  }),
  clusterDomain,
  database,
  redis,
  tenantSecrets: sharedTenantSecrets,
  gate: serverBootstrapWait,
  scaling: scaling({ autoscaling: autoscalingDescription }),
  topologyKey,
  service: object('Service for the health endpoint of the worker.', {
    port: port('Port of the Service.', { default: defaults.port }),
  }),
  writableSize: quantity('Size limit of /tmp.', { default: '1Gi' }),
  resources: resources('Resources of the container of the worker.', defaults.resources),
  extraEnvironment: extraEnvironment(
    'Additional environment variables of the worker. Do not put secrets here.',
  ),
  pods,
});

const autoscalingDescription =
  'HorizontalPodAutoscaler. It needs a metrics server in the cluster, which Talos does not include.';

type Values = Refs<ObjectOf<ReturnType<typeof workerMembers>>>;

/** Rules between the values of every worker. */
export const workerRules = ({ database, tenantSecrets, scaling }: Values): readonly Rule[] => [
  rule(
    'database.user is the superuser, which PgBouncer refuses: set another role.',
    not(equals(database.user, 'postgres')),
  ),
  vaultRule(tenantSecrets),
  filesystemRule(tenantSecrets),
  ...scalingRules(scaling),
];

interface NotesInput extends Pick<Values, 'database' | 'redis'> {
  readonly secrets: { readonly existingSecret: Ref<string> };
}

/** Values of the placeholders in `NOTES.txt` of every worker. */
export const workerNotes = ({ database, redis, secrets }: NotesInput) => ({
  name: names.fullname,
  namespace: release.namespace,
  database: database.credentials.existingSecret,
  redis: redis.credentials.existingSecret,
  secrets: secrets.existingSecret,
});

/** Options of one worker. */
export interface WorkerOf {
  /** Name of the component and of the container. */
  readonly name: string;
  /** Port of the probes and of the Service. */
  readonly port: { readonly name: 'http' | 'health'; readonly number: number };
  readonly variables: ReturnType<typeof environment>;
  readonly probes: ReturnType<typeof probes>;
  /** Files in `/scripts` of the container, for its probes. */
  readonly scripts?: Readonly<Record<string, Ref<string>>>;
}

/**
 * The objects of a worker. It waits for the bootstrap of the server, connects to the database through PgBouncer only, and mounts the volume
 * with the tenant secrets of the server. The container runs the command of its image.
 */
export const worker = (
  v: Values,
  { name, port, variables, probes, scripts }: WorkerOf,
): Manifests => {
  const self = component(name);
  const wait = waitForServer(v);
  const { enabled: isShared, existingClaim } = v.tenantSecrets.volume;
  const files = named(self, names.withSuffix('scripts'));
  return {
    ...(scripts && { configmap: manifest('ConfigMap', files, { data: scripts }) }),
    deployment: deployment(self, {
      pods: v.pods,
      user: v.user,
      replicas: replicas(v.scaling),
      // The volume may be mountable on one node only, so the old pod must release it first.
      strategy: when(isShared, 'Recreate', 'RollingUpdate'),
      spec: {
        topologySpreadConstraints: topologySpread(self, v.topologyKey),
        initContainers: [wait.container],
        containers: [
          restrictedContainer({
            name,
            image: v.image,
            env: [...commonVariables(v), ...variables, extraVariables(v.extraEnvironment)],
            ports: [{ name: port.name, containerPort: port.number }],
            ...probes,
            resources: v.resources,
            volumeMounts: [
              when(isShared, { name: 'tenant-secrets', mountPath: tenantSecretsFolder }),
              ...(scripts
                ? [{ name: 'worker-scripts', mountPath: '/scripts', readOnly: true }]
                : []),
              { name: 'tmp', mountPath: '/tmp' },
            ],
          }),
        ],
        volumes: [
          when(isShared, {
            name: 'tenant-secrets',
            persistentVolumeClaim: { claimName: existingClaim },
          }),
          ...(scripts ? [configMapVolume('worker-scripts', files.name)] : []),
          emptyDir('tmp', v.writableSize),
          ...wait.volumes,
        ],
      },
    }),
    scaling: scale(self, v.scaling),
    service: service(self, { name: port.name, port: v.service.port }),
    serviceaccount: serviceAccount(self),
  };
};

const commonVariables = (v: Values) => [
  ...environment({
    NODE_ENV: 'production',
    LOG_LEVEL: v.logLevel,
    EDITION: v.edition,
    NEXT_PUBLIC_EDITION: v.edition,
    ...poolVariables(v),
    ...poolAdministrator(v),
    ...redisVariables(v),
    ...publicAddress(v),
    ...tenantSecretPlace,
    ...temporaryHome,
  }),
  ...tenantSecretVariables(v.tenantSecrets),
];
