import { applicationSecrets, images, server, url, workerMembers } from '@helm-charts/alga';
import {
  boolean,
  integer,
  number,
  object,
  oneOf,
  optional,
  string,
  type ValuesOf,
} from '@helm-charts/types';

const milliseconds = (description: string, preset: number, minimum = 1) =>
  integer(description, { default: preset, minimum });

const share = (description: string, preset: number, maximum: number) =>
  number(description, { default: preset, minimum: 0, maximum });

/** Container port of the probes. */
export const port = { name: 'http', number: 8080 } as const;

export const values = object('Settings of the service that fetches mail over IMAP.', {
  ...workerMembers({
    image: images['email-service'],
    port: port.number,
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  }),

  environment: string('Name of the environment in the logs. It must equal that of the server.', {
    default: 'production',
    pattern: '^[a-z][a-z0-9-]*$',
  }),
  secrets: applicationSecrets('Secret of the server with the keys for signing and encryption.', {
    nextauth: 'NEXTAUTH_SECRET',
    crypt: 'CRYPTR_KEY',
    token: 'TOKEN_SECRET_KEY',
    imapWebhook: 'IMAP_WEBHOOK_SECRET',
  }),
  server,
  webhook: object('Webhook of the server, to which the service sends new mail.', {
    url: optional(
      string('URL of the webhook. The default is the webhook of the server in `server`.', {
        ...url,
      }),
    ),
    timeoutMilliseconds: milliseconds(
      'Timeout of a request to the webhook, in milliseconds.',
      10_000,
    ),
    attempts: integer('Maximum number of attempts of a request to the webhook.', {
      default: 3,
      minimum: 1,
      maximum: 10,
    }),
  }),

  imap: object('Settings of the IMAP connections.', {
    refreshMilliseconds: milliseconds(
      'Interval at which the list of mailboxes is reloaded, in milliseconds.',
      60_000,
    ),
    pollMilliseconds: milliseconds('Polling interval of a mailbox, in milliseconds.', 30_000),
    idlePollMilliseconds: milliseconds(
      'Polling interval of a mailbox that supports IDLE, in milliseconds.',
      30_000,
    ),
    leaseMilliseconds: milliseconds(
      'Time for which one pod reserves a mailbox, in milliseconds.',
      120_000,
    ),
    connectMilliseconds: milliseconds('Timeout of a connection, in milliseconds.', 10_000),
    fetchDelayMilliseconds: milliseconds(
      'Delay between the fetches of two mails, in milliseconds.',
      0,
      0,
    ),
    startupStaggerMilliseconds: milliseconds(
      'Time over which the connections are spread when the pod starts, in milliseconds.',
      2000,
      0,
    ),
    connectionsPerTenant: integer('Maximum number of connections of one tenant.', {
      default: 5,
      minimum: 1,
    }),
    mailsPerSync: integer('Maximum number of mails fetched in one synchronization.', {
      default: 5,
      minimum: 1,
    }),
    attachmentBytes: optional(
      integer(
        'Maximum size of an attachment, in bytes. Without it, the service uses its own default.',
        {
          minimum: 1,
        },
      ),
    ),
    oauthMechanism: oneOf('SASL mechanism for OAuth tokens.', ['XOAUTH2', 'OAUTHBEARER'], {
      default: 'XOAUTH2',
    }),
    verifyCertificates: boolean('Whether TLS certificates of mail servers are verified.', {
      default: true,
    }),
    keepAlive: boolean('Whether TCP keep-alive is used.', { default: true }),
    timerJitter: share('Random variation of intervals, as a fraction of the interval.', 0.1, 0.5),
    reconnectJitter: share(
      'Random variation of the delay before a reconnect, as a fraction of the delay.',
      0.5,
      1,
    ),
  }),
});

export type Values = ValuesOf<typeof values>;
