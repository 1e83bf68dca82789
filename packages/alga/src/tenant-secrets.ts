import {
  environment,
  given,
  type ObjectOf,
  object,
  oneOf,
  optional,
  type Refs,
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
    string('What the names of such variables begin with.', { minLength: 1 }),
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

/** Where the volume of tenant secrets is mounted, in the server and in whoever shares it. */
export const tenantSecretsFolder = '/var/lib/alga/tenant-secrets';

/** How the application finds what tenants entrust to it. */
export const tenantSecretVariables = ({
  readChain,
  writeTo,
  environmentPrefix,
  vault,
}: Refs<ObjectOf<typeof tenantSecretMembers>>) => [
  ...environment({
    SECRET_READ_CHAIN: readChain,
    SECRET_WRITE_PROVIDER: writeTo,
    SECRET_ENV_PREFIX: given(environmentPrefix),
  }),
  given(vault, ({ address, token, applicationPath, tenantPath }) =>
    environment({
      VAULT_ADDR: address,
      VAULT_TOKEN: credentialOf(token),
      VAULT_APP_SECRET_PATH: applicationPath,
      VAULT_TENANT_SECRET_PATH_TEMPLATE: tenantPath,
    }),
  ),
];
