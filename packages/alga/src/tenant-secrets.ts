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
  type Ref,
  type Refs,
  type Rule,
  rule,
  string,
} from '@helm-charts/types';
import { url } from './pattern.ts';
import { credentialOf, secretKey } from './secret.ts';

/** Values for the store of tenant secrets. The server and its workers must have the same. */
export const tenantSecretMembers = {
  readChain: string(
    'Comma-separated list of stores. A secret is looked up in them in this order.',
    {
      default: 'env,filesystem',
      pattern: '^(env|filesystem|vault)(,(env|filesystem|vault))*$',
    },
  ),
  writeTo: oneOf('Store to which new secrets are written.', ['filesystem', 'vault'], {
    default: 'filesystem',
  }),
  environmentPrefix: optional(
    string('Prefix of the names of environment variables with secrets.', { minLength: 1 }),
  ),
  vault: optional(
    object('Connection to HashiCorp Vault.', {
      address: string('URL of Vault.', { ...url }),
      token: secretKey('Secret with the Vault token.'),
      applicationPath: string('Path in Vault of the secrets of the application.', { minLength: 1 }),
      tenantPath: string(
        'Path in Vault of the secrets of a tenant. `{tenantId}` stands for the ID of the tenant.',
        {
          minLength: 1,
        },
      ),
    }),
  ),
};

/** Values with which a worker uses the store of the server. */
export const sharedTenantSecrets = object(
  'Store of the secrets of tenants. The server writes it; the worker reads and renews secrets in it.',
  {
    volume: object('Volume with the secrets, which the chart of the server creates.', {
      enabled: boolean(
        'Whether the pod mounts the volume. Pods on several nodes need a volume with the access mode ReadWriteMany.',
        { default: true },
      ),
      existingClaim: string('Name of the PersistentVolumeClaim of the volume.', {
        default: 'alga-core-sebastian-tenant-secrets',
        minLength: 1,
      }),
    }),
    ...tenantSecretMembers,
  },
);

type Store = Refs<ObjectOf<typeof tenantSecretMembers>>;

/** Rule between the values of `tenantSecrets`. */
export const vaultRule = ({ writeTo, vault }: Store): Rule =>
  rule(
    'tenantSecrets.writeTo is vault, which needs a Vault: set tenantSecrets.vault.',
    implies(equals(writeTo, 'vault'), isSet(vault)),
  );

interface MountedStore extends Pick<Store, 'writeTo'> {
  readonly volume: { readonly enabled: Ref<boolean> };
}

/** Rule between the store that is written and its volume. */
export const filesystemRule = ({ writeTo, volume }: MountedStore): Rule =>
  rule(
    'tenantSecrets.writeTo is filesystem, which needs the volume: set tenantSecrets.volume.enabled to true, or tenantSecrets.writeTo to vault.',
    implies(equals(writeTo, 'filesystem'), volume.enabled),
  );

/** Mount path of the volume with tenant secrets, in the server and in its workers. */
export const tenantSecretsFolder = '/var/lib/alga/tenant-secrets';

/**
 * Directory of the tenant secrets in the volume. The application requires a directory that it created and that no other user can read, so
 * the root of the volume does not work (alga-psa packages/core/src/lib/secrets/fsSecretCore.ts).
 */
export const tenantSecretPlace = { SECRET_FS_BASE_PATH: `${tenantSecretsFolder}/store` };

/** Environment variables for the store of tenant secrets. */
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
