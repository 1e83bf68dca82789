import {
  applicationSecrets,
  clusterDomain,
  crypto,
  deploymentProfile,
  edition,
  secretKey,
  sharedSecrets,
  url,
} from '@helm-charts/alga';
import { boolean, host, object, oneOf, optional, port, string } from '@helm-charts/types';

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
  edition,
  deploymentProfile,
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
  clusterDomain,

  secrets: applicationSecrets(
    'What signs and encrypts. Its content must never change: passwords and stored secrets depend on it.',
    {
      nextauth: 'NEXTAUTH_SECRET',
      crypt: 'CRYPTR_KEY',
      token: 'TOKEN_SECRET_KEY',
      imapWebhook: 'IMAP_WEBHOOK_SECRET',
      aiDocument: 'AI_DOCUMENT_API_KEY',
      collaboration: 'COLLAB_PERSIST_API_KEY',
      hocuspocus: 'HOCUSPOCUS_JWT_SECRET',
    },
  ),
  sharedSecrets,
  generateSecrets: boolean(
    'The chart makes those of its own Secrets that are missing, once, with random content, and never changes them. Only for installations that nothing else brings up.',
    { default: false },
  ),
  crypto,

  logging: object('What the server writes to its log.', {
    level: oneOf(
      'Least level that is written.',
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
