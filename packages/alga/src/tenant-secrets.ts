import {
  boolean,
  environment,
  equals,
  ifSet,
  implies,
  isSet,
  type ObjectOf,
  object,
  oneOf,
  optional,
  type Refs,
  type Rule,
  rule,
  string,
} from '@helm-charts/types';
import { url } from './pattern.ts';
import { credentialOf, secretKey } from './secret.ts';

/** The values that say where the application keeps what tenants entrust to it; server and workers must agree. */
export const tenantSecretMembers = {
  readChain: string('Where a secret is looked for, in turn.', {
    default: 'env,filesystem',
    pattern: '^(env|filesystem|vault)(,(env|filesystem|vault))*$',
  }),
  writeTo: oneOf('Where a new secret is written.', ['filesystem', 'vault'], {
    default: 'filesystem',
  }),
  environmentPrefix: optional(
    string(
      'What the names of variables with secrets begin with, where they are read from the environment.',
      { minLength: 1 },
    ),
  ),
  vault: optional(
    object('HashiCorp Vault.', {
      address: string('Its address.', { ...url }),
      token: secretKey('What it is shown.'),
      applicationPath: string('Where the secrets of the application lie.', { minLength: 1 }),
      tenantPath: string('Where those of a tenant lie; {tenantId} stands for it.', {
        minLength: 1,
      }),
    }),
  ),
};

/** The values by which a worker shares what the server keeps. */
export const sharedTenantSecrets = object(
  'Where the server keeps what tenants entrust to it. The worker reads it there and renews it.',
  {
    volume: object('The volume of the server.', {
      enabled: boolean(
        'The pod mounts it. Pods on several nodes need a volume that several nodes can mount.',
        { default: true },
      ),
      existingClaim: string('Claim that the server has made.', {
        default: 'alga-core-sebastian-tenant-secrets',
        minLength: 1,
      }),
    }),
    ...tenantSecretMembers,
  },
);

type Store = Refs<ObjectOf<typeof tenantSecretMembers>>;

/** What must hold between the values, under the key `tenantSecrets`. */
export const vaultRule = ({ writeTo, vault }: Store): Rule =>
  rule(
    'Secrets can only be written to a Vault that is there: set tenantSecrets.vault.',
    implies(equals(writeTo, 'vault'), isSet(vault)),
  );

/** Where the volume of tenant secrets is mounted, in the server and in whoever shares it. */
export const tenantSecretsFolder = '/var/lib/alga/tenant-secrets';

/**
 * Where a pod that mounts the volume finds them. The application writes only to a folder that it has made itself and that nobody else can
 * enter, which the root of a volume never is (alga-psa packages/core/src/lib/secrets/fsSecretCore.ts).
 */
export const tenantSecretPlace = { SECRET_FS_BASE_PATH: `${tenantSecretsFolder}/store` };

/** How the application finds what tenants entrust to it. */
export const tenantSecretVariables = ({ readChain, writeTo, environmentPrefix, vault }: Store) => [
  ...environment({
    SECRET_READ_CHAIN: readChain,
    SECRET_WRITE_PROVIDER: writeTo,
    SECRET_ENV_PREFIX: ifSet(environmentPrefix),
  }),
  ifSet(vault, ({ address, token, applicationPath, tenantPath }) =>
    environment({
      VAULT_ADDR: address,
      VAULT_TOKEN: credentialOf(token),
      VAULT_APP_SECRET_PATH: applicationPath,
      VAULT_TENANT_SECRET_PATH_TEMPLATE: tenantPath,
    }),
  ),
];
