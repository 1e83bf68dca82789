import { authorityMount, authorityPath, authorityVolume } from '@helm-charts/alga';
import { configMapVolume, execProbe, job, memoryEmptyDir } from '@helm-charts/blocks';
import {
  environment,
  file,
  hash,
  helper,
  imageName,
  manifest,
  named,
  names,
  restrictedContainer,
} from '@helm-charts/types';
import { schema as component } from './component.ts';
import { libpq, password, postgres } from './database.ts';
import type { Values } from './values.ts';

export const scripts = named(component, names.withSuffix('scripts'));
const folder = '/run/schema';

const lock = file('lock-schema.sh');
const update = file('update-schema.sh');
const mark = file('mark-schema.sh');

/** Input of the hash of the schemas. With a new hash, a new Job updates them. */
const schemaHash = (v: Values) =>
  helper('schemaHash', hash([imageName(v.schema.tools), lock, update, mark, v.database]));

export const schema = (v: Values) => [
  manifest('ConfigMap', scripts, {
    data: {
      'create-namespace.sh': file('create-namespace.sh'),
      'lock-schema.sh': lock,
      'mark-schema.sh': mark,
      'update-schema.sh': update,
      'wait-for-schema.sh': file('wait-for-schema.sh'),
    },
  }),
  job(named(component, names.withSuffix('schema', schemaHash(v))), {
    pods: v.pods,
    user: v.server.user,
    spec: {
      terminationGracePeriodSeconds: 5,
      initContainers: [locker(v), updater(v)],
      containers: [marker(v)],
      volumes: [
        configMapVolume('scripts', scripts.name),
        memoryEmptyDir('state', '1Mi'),
        authorityVolume(v.database.tls),
      ],
    },
  }),
];

export const scriptMount = { name: 'scripts', mountPath: '/scripts', readOnly: true };
const stateMount = { name: 'state', mountPath: folder };

export const small = {
  requests: { cpu: '10m', memory: '32Mi' },
  limits: { memory: '128Mi' },
};

/** Sidecar that holds the lock. The other containers start when it has acquired the lock. */
const locker = (v: Values) =>
  restrictedContainer({
    name: 'lock-schema',
    image: v.schema.postgres,
    restartPolicy: 'Always',
    command: ['/bin/sh', '/scripts/lock-schema.sh'],
    env: environment({
      ...libpq(v),
      DB_NAME_VISIBILITY: v.database.visibility,
      SCHEMA_WAIT_SECONDS: v.schema.waitSeconds,
      SCHEMA_FOLDER: folder,
    }),
    // Another update may hold the lock, or the databases may not exist yet.
    startupProbe: {
      ...execProbe(`[ -e ${folder}/locked ]`),
      periodSeconds: 2,
      failureThreshold: 1800,
    },
    resources: small,
    volumeMounts: [scriptMount, stateMount, authorityMount(v.database.tls)],
  });

const updater = (v: Values) => {
  const { host, port } = postgres(v);
  return restrictedContainer({
    name: 'update-schema',
    image: v.schema.tools,
    command: ['/bin/sh', '/scripts/update-schema.sh'],
    env: environment({
      SQL_HOST: host,
      SQL_PORT: port,
      SQL_USER: v.database.user,
      SQL_PASSWORD: password(v),
      DB_NAME: v.database.name,
      DB_NAME_VISIBILITY: v.database.visibility,
      DB_CA_FILE: authorityPath(v.database.tls),
    }),
    resources: small,
    volumeMounts: [scriptMount, authorityMount(v.database.tls)],
  });
};

const marker = (v: Values) =>
  restrictedContainer({
    name: 'mark-schema',
    image: v.schema.postgres,
    command: ['/bin/sh', '/scripts/mark-schema.sh'],
    env: environment({ ...libpq(v), SCHEMA_HASH: schemaHash(v) }),
    resources: small,
    volumeMounts: [scriptMount, authorityMount(v.database.tls)],
  });

/** The init container that waits until the schemas have the version of the release. */
export const waitForSchema = (v: Values) =>
  restrictedContainer({
    name: 'wait-for-schema',
    image: v.schema.postgres,
    command: ['/bin/sh', '/scripts/wait-for-schema.sh'],
    env: environment({
      ...libpq(v),
      SCHEMA_HASH: schemaHash(v),
      SCHEMA_WAIT_SECONDS: v.schema.waitSeconds,
    }),
    resources: small,
    volumeMounts: [scriptMount, authorityMount(v.database.tls)],
  });
