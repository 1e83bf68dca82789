import {
  boolean,
  ifSet,
  not,
  object,
  optional,
  type Refs,
  type ValueOf,
  when,
} from '@helm-charts/types';
import { secretKey } from './secret.ts';

/** Values of TLS on the connections of a chart to Postgres. */
export const postgresTls = object('TLS of the connections to Postgres.', {
  certificateAuthority: optional(
    secretKey(
      'Secret with the CA certificate that signed the server certificate of Postgres. With it, connections are encrypted, and the certificate and its host name are verified.',
    ),
  ),
  required: boolean(
    'Whether the Secrets with certificates must exist. If `false`, a container that starts without the CA certificate encrypts its connections only if Postgres can, and verifies nothing.',
    { default: true },
  ),
});

/** Secret with the certificate of the Postgres of an appliance. The program of the appliance creates it. */
export const postgresCertificate = 'db-tls';

/** The CA certificate in the same Secret. */
export const postgresAuthority = { existingSecret: postgresCertificate, key: 'ca.crt' } as const;

export type PostgresTls = Refs<ValueOf<typeof postgresTls>>;

/** Not below /run/secrets, which is a Secret volume in the pod of the bootstrap: nothing can be mounted inside of it. */
export const authorityFolder = '/run/postgres-ca';

/** File with the CA certificate of Postgres. Clients verify the certificate of Postgres if the file exists. */
export const authorityFile = `${authorityFolder}/ca.crt`;

/** The path of the CA certificate for a script or program; not set if the chart has no CA certificate. */
export const authorityPath = ({ certificateAuthority }: PostgresTls) =>
  ifSet(certificateAuthority, () => authorityFile);

/** The mount of the CA certificate. */
export const authorityMount = ({ certificateAuthority }: PostgresTls) =>
  ifSet(certificateAuthority, () => ({
    name: 'postgres-ca',
    mountPath: authorityFolder,
    readOnly: true,
  }));

/** The volume with the CA certificate. The private key in the same Secret is not part of it. */
export const authorityVolume = ({ certificateAuthority, required }: PostgresTls) =>
  ifSet(certificateAuthority, ({ existingSecret, key }) => ({
    name: 'postgres-ca',
    secret: {
      secretName: existingSecret,
      optional: when(not(required), true),
      defaultMode: 0o440,
      items: [{ key, path: 'ca.crt' }],
    },
  }));
