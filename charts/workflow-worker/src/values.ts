import { applicationSecrets, crypto, temporal, workerMembers } from '@helm-charts/alga';
import { boolean, integer, object, optional, string, type ValuesOf } from '@helm-charts/types';

const count = (description: string, preset: number) =>
  integer(description, { default: preset, minimum: 1 });

/** Where the worker answers the probes. */
export const port = { name: 'http', number: 4000 } as const;

export const values = object('Settings of the worker that runs the workflows of users.', {
  ...workerMembers({
    image: { repository: 'ghcr.io/nine-minds/workflow-worker', tag: '1.0.0' },
    port: port.number,
    resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { memory: '1Gi' } },
  }),

  secrets: applicationSecrets('What signs and encrypts, in the Secret of the server.', {
    nextauth: 'NEXTAUTH_SECRET',
    crypt: 'CRYPTR_KEY',
    token: 'TOKEN_SECRET_KEY',
  }),
  crypto,
  temporal,

  workflow: object('How events of the application become workflows.', {
    events: object('The events that start and wake workflows.', {
      consumerGroup: string('Group of the readers in Redis.', {
        default: 'workflow-runtime-v2',
        minLength: 1,
      }),
      batch: count('Events read at once.', 10),
      pollMilliseconds: count('How long it waits for the next.', 5000),
    }),
    streams: object('The streams of the former engine, which still reads them.', {
      prefix: string('What their names begin with.', { default: 'workflow:events:', minLength: 1 }),
      consumerGroup: string('Group of the readers in Redis.', {
        default: 'workflow-workers',
        minLength: 1,
      }),
      batch: count('Events read at once.', 10),
      idleMilliseconds: count(
        'After how long an event that nobody finished is taken over.',
        60_000,
      ),
      retries: integer('How often an event is tried again.', { default: 3, minimum: 0 }),
    }),
    correlationPaths: optional(
      string('Where a workflow finds what an event belongs to, as JSON; as the server has it.', {
        minLength: 2,
      }),
    ),
    verbose: boolean('Every event is logged.', { default: false }),
  }),
});

export type Values = ValuesOf<typeof values>;
