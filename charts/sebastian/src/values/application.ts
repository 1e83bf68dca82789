import {
  boolean,
  host,
  integer,
  object,
  oneOf,
  optional,
  port,
  secretRef,
  string,
} from '@helm-charts/types';
import { secretKey, url } from './parts.ts';

/** What the application is, and what all its parts agree on. */
export const application = {
  fullnameOverride: optional(string('Main name of the objects, in place of the computed one.')),
  version: string(
    'Release of the application. A database that a newer one has migrated is left alone.',
    { default: '1.0.0', pattern: '^v?[0-9][A-Za-z0-9.+-]*$' },
  ),
  buildSha: optional(
    string('Commit that was built; without it the tag of the image.', { minLength: 1 }),
  ),
  edition: oneOf('Which edition runs.', ['community', 'enterprise'], { default: 'enterprise' }),
  deploymentProfile: oneOf('How it is operated.', ['hosted', 'appliance'], {
    default: 'appliance',
  }),
  environment: string('What the database and the logs call this installation.', {
    default: 'production',
    pattern: '^[a-z][a-z0-9-]*$',
  }),
  host: host('Name under which users reach the application.', { default: 'alga.local' }),
  url: optional(
    string('Address under which users reach the application, where it is not https and the host.', {
      ...url,
    }),
  ),
  clusterDomain: host('Domain of the cluster.', { default: 'cluster.local' }),

  secrets: secretRef(
    'What signs and encrypts. Its content must never change: passwords and stored secrets depend on it.',
    {
      name: 'alga-core-sebastian-secrets',
      keys: {
        nextauth: 'NEXTAUTH_SECRET',
        crypt: 'CRYPTR_KEY',
        token: 'TOKEN_SECRET_KEY',
        imapWebhook: 'IMAP_WEBHOOK_SECRET',
        aiDocument: 'AI_DOCUMENT_API_KEY',
        collaboration: 'COLLAB_PERSIST_API_KEY',
        hocuspocus: 'HOCUSPOCUS_JWT_SECRET',
      },
    },
  ),
  sharedSecrets: secretRef('What the server and its workers trust each other by.', {
    name: 'alga-psa-shared',
    keys: { auth: 'ALGA_AUTH_KEY' },
  }),

  crypto: object('How passwords are hashed. The server and its workers must agree.', {
    saltBytes: integer('Bytes of salt.', { default: 12, minimum: 8, immutable: true }),
    iterations: integer('Rounds.', { default: 10_000, minimum: 1000, immutable: true }),
    keyLength: integer('Bytes of the key.', { default: 64, minimum: 16, immutable: true }),
    algorithm: oneOf('Digest.', ['sha256', 'sha512'], { default: 'sha512', immutable: true }),
  }),

  logging: object('What the server writes to its log.', {
    level: oneOf(
      'Least level.',
      ['SYSTEM', 'TRACE', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'],
      { default: 'INFO' },
    ),
    json: boolean('One JSON object a line.', { default: false }),
    details: boolean('With all details.', { default: false }),
    file: boolean('Also to a file, which goes with the pod.', { default: false }),
    http: optional(
      object('A collector of logs.', {
        host: host('Its name or address.'),
        port: port('Its port.'),
        path: string('Path of the request.', { pattern: '^/[^\\s]*$' }),
        level: oneOf('Least level.', ['debug', 'info', 'warning', 'error']),
        token: secretKey('What the collector is shown.'),
      }),
    ),
  }),

  observability: optional(
    object('Traces and metrics through OpenTelemetry.', {
      endpoint: string('Address of the collector (OTLP).', { ...url }),
      deployment: optional(string('How this installation is told apart.', { minLength: 1 })),
    }),
  ),
};
