import {
  authorityMount,
  authorityVolume,
  hashKey,
  passwordHashing,
  tenantSecretVariables,
} from '@helm-charts/alga';
import { previousKey, rotationKey } from '@helm-charts/alga/credentials';
import { licenseSecret, tenantSecret } from '@helm-charts/alga/tenant';
import { configMapVolume, job, memoryEmptyDir } from '@helm-charts/blocks';
import {
  environment,
  file,
  manifest,
  named,
  names,
  restrictedContainer,
  text,
  when,
} from '@helm-charts/types';
import { bootstrap as component } from './component.ts';
import { identity } from './environment/application.ts';
import { bootstrapHash, bootstrapVariables, script } from './environment/bootstrap.ts';
import {
  bootstrapSecrets,
  licenseMount,
  rotationSecrets,
  secretsMount,
  temporalSecret,
  tenantMount,
} from './environment/scripts.ts';
import type { Values } from './values.ts';

/** ConfigMap with the program of the bootstrap, the script wait-for-bootstrap, and the hash. */
export const scripts = named(component, names.withSuffix('appliance-bootstrap'));

export const bootstrap = (v: Values) => [
  manifest('ConfigMap', scripts, {
    data: {
      'appliance-bootstrap.cjs': script,
      'wait-for-bootstrap.sh': file('wait-for-bootstrap.sh'),
      // The workers, which are other releases, read the hash here.
      [hashKey]: bootstrapHash(v),
    },
  }),
  job(named(component, names.withSuffix('bootstrap', bootstrapHash(v))), {
    pods: v.pods,
    user: v.server.user,
    spec: {
      containers: [container(v)],
      volumes: [
        configMapVolume('scripts', scripts.name),
        passwords(v),
        optionalSecret('tenant', tenantSecret),
        optionalSecret('license', licenseSecret),
        authorityVolume(v.database.tls),
        memoryEmptyDir('tmp', '64Mi'),
      ],
    },
  }),
];

const container = (v: Values) =>
  restrictedContainer({
    name: 'bootstrap',
    image: v.server.image,
    command: ['node', '/bootstrap/appliance-bootstrap.cjs'],
    env: [
      ...environment(bootstrapVariables(v)),
      ...environment(identity(v)),
      ...environment(passwordHashing(v)),
      ...tenantSecretVariables(v.tenantSecrets),
    ],
    resources: v.bootstrap.resources,
    // `alga-appliance status` shows it: what the program reports, or where it fails the end of its log.
    terminationMessagePolicy: 'FallbackToLogsOnError',
    volumeMounts: [
      { name: 'scripts', mountPath: '/bootstrap', readOnly: true },
      // Files, since the knexfile of the image logs a password from a variable.
      { name: 'passwords', mountPath: secretsMount, readOnly: true },
      { name: 'tenant', mountPath: tenantMount, readOnly: true },
      { name: 'license', mountPath: licenseMount, readOnly: true },
      authorityMount(v.database.tls),
      { name: 'tmp', mountPath: '/tmp' },
    ],
  });

/** The appliance writes these Secrets before the first bootstrap, and deletes that of the tenant afterwards. */
const optionalSecret = (name: string, secretName: string) => ({
  name,
  secret: { secretName, optional: true, defaultMode: 0o440 },
});

const passwords = ({ database: { credentials, temporal } }: Values) => {
  const keys = {
    DB_PASSWORD_SUPERUSER: credentials.keys.admin,
    DB_PASSWORD_SERVER: credentials.keys.server,
    DB_PASSWORD_PGBOUNCER: credentials.keys.pool,
    DB_PASSWORD_HOCUSPOCUS: credentials.keys.hocuspocus,
  };
  const name = credentials.existingSecret;
  return {
    name: 'passwords',
    projected: {
      defaultMode: 0o440,
      sources: [
        // First: the kubelet reads the Secret for each source, and passwords that are newer than the ID do no harm.
        {
          secret: {
            name,
            optional: true,
            items: [
              { key: rotationKey, path: rotationSecrets.id },
              {
                key: text`${credentials.keys.admin}${previousKey('')}`,
                path: rotationSecrets.previous,
              },
            ],
          },
        },
        {
          secret: {
            name,
            items: [
              ...bootstrapSecrets.map(({ key, path }) => ({ key: keys[key], path })),
              when(temporal.enabled, { key: credentials.keys.temporal, path: temporalSecret.path }),
            ],
          },
        },
      ],
    },
  };
};
