import {
  applicationSecrets,
  clusterDomain,
  crypto,
  deploymentProfile,
  edition,
  secretKey,
  sharedSecrets,
  sharedValues,
  url,
} from '@helm-charts/alga';
import { boolean, host, object, oneOf, optional, port, string } from '@helm-charts/types';

/** Settings that all parts of the application share. */
export const application = {
  global: sharedValues,
  fullnameOverride: optional(string('Base name of the objects. Replaces the computed name.')),
  version: string(
    'Version of the application. The bootstrap does not change a database that a newer version has migrated.',
    { default: '1.0.0', pattern: '^v?[0-9][A-Za-z0-9.+-]*$' },
  ),
  buildSha: optional(
    string('Commit of the build. The default is the tag of the image.', { minLength: 1 }),
  ),
  edition,
  deploymentProfile,
  environment: string('Name of the environment in the database and the logs.', {
    default: 'production',
    pattern: '^[a-z][a-z0-9-]*$',
  }),
  clusterDomain,

  secrets: applicationSecrets(
    'Secret with the keys for signing and encryption. Never change its content: passwords and stored secrets depend on it.',
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
    'Whether the chart creates missing Secrets with random content. It never changes existing Secrets. Set it to true only if no other program creates the Secrets.',
    { default: false },
  ),
  crypto,

  logging: object('Log of the server.', {
    level: oneOf(
      'Lowest level of the messages in the log.',
      ['SYSTEM', 'TRACE', 'DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'],
      { default: 'INFO' },
    ),
    json: boolean('Whether each message is one line of JSON.', { default: false }),
    details: boolean('Whether messages contain all details.', { default: false }),
    file: boolean('Whether the log is also written to a file, which is deleted with the pod.', {
      default: false,
    }),
    http: optional(
      object('Log collector that receives the messages over HTTP.', {
        host: host('Host name or IP address.'),
        port: port('Port.'),
        path: string('Path of the requests.', { pattern: '^/[^\\s]*$' }),
        level: oneOf('Lowest level of the messages.', ['debug', 'info', 'warning', 'error']),
        token: secretKey('Secret with the token for the collector.'),
      }),
    ),
  }),

  observability: optional(
    object('Traces and metrics over OpenTelemetry.', {
      endpoint: string('URL of the OTLP collector.', { ...url }),
      deployment: optional(
        string('Name of the deployment in traces and metrics.', { minLength: 1 }),
      ),
    }),
  ),
};
