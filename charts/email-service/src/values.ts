import { applicationSecrets, server, url, workerMembers } from '@helm-charts/alga';
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

/** Where the service answers the probes. */
export const port = { name: 'http', number: 8080 } as const;

export const values = object('Settings of the service that fetches mail by IMAP.', {
  ...workerMembers({
    image: { repository: 'ghcr.io/nine-minds/email-service', tag: '1.0.0' },
    port: port.number,
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  }),

  environment: string('What the logs call this installation; as the server has it.', {
    default: 'production',
    pattern: '^[a-z][a-z0-9-]*$',
  }),
  secrets: applicationSecrets('What signs and encrypts, in the Secret of the server.', {
    nextauth: 'NEXTAUTH_SECRET',
    crypt: 'CRYPTR_KEY',
    token: 'TOKEN_SECRET_KEY',
    imapWebhook: 'IMAP_WEBHOOK_SECRET',
  }),
  server,
  webhook: object('How the server is told of mail.', {
    url: optional(string('Where, if not at the server above.', { ...url })),
    timeoutMilliseconds: milliseconds('How long the server may take to answer.', 10_000),
    attempts: integer('How often it is told.', { default: 3, minimum: 1, maximum: 10 }),
  }),

  imap: object('How mailboxes are read.', {
    refreshMilliseconds: milliseconds('How often the list of mailboxes is read anew.', 60_000),
    pollMilliseconds: milliseconds('How often a mailbox is asked.', 30_000),
    idlePollMilliseconds: milliseconds(
      'How often one is asked that says by itself what is new.',
      30_000,
    ),
    leaseMilliseconds: milliseconds('How long a mailbox belongs to one pod.', 120_000),
    connectMilliseconds: milliseconds('How long a connection may take.', 10_000),
    fetchDelayMilliseconds: milliseconds('Pause between two mails.', 0, 0),
    startupStaggerMilliseconds: milliseconds(
      'Over how long the first connections are spread.',
      2000,
      0,
    ),
    connectionsPerTenant: integer('Connections of one tenant at most.', { default: 5, minimum: 1 }),
    mailsPerSync: integer('Mails that are fetched at once.', { default: 5, minimum: 1 }),
    attachmentBytes: optional(
      integer('Largest attachment; without it what the service holds for right.', { minimum: 1 }),
    ),
    oauthMechanism: oneOf('How a token is shown.', ['XOAUTH2', 'OAUTHBEARER'], {
      default: 'XOAUTH2',
    }),
    verifyCertificates: boolean('Mail servers must prove who they are.', { default: true }),
    keepAlive: boolean('Connections are kept open by the network, too.', { default: true }),
    timerJitter: share('By what share of it a time is varied.', 0.1, 0.5),
    reconnectJitter: share('The same for the wait before a new connection.', 0.5, 1),
  }),
});

export type Values = ValuesOf<typeof values>;
