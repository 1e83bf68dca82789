import { applicationSecrets, crypto, images, temporal, workerMembers } from '@helm-charts/alga';
import { boolean, integer, object, optional, string, type ValuesOf } from '@helm-charts/types';

const count = (description: string, preset: number) =>
  integer(description, { default: preset, minimum: 1 });

/** Container port of the probes. */
export const port = { name: 'http', number: 4000 } as const;

export const values = object('Settings of the worker that runs the workflows of users.', {
  ...workerMembers({
    image: images['workflow-worker'],
    port: port.number,
    resources: { requests: { cpu: '200m', memory: '512Mi' }, limits: { memory: '1Gi' } },
  }),

  secrets: applicationSecrets('Secret of the server with the keys for signing and encryption.', {
    nextauth: 'NEXTAUTH_SECRET',
    crypt: 'CRYPTR_KEY',
    token: 'TOKEN_SECRET_KEY',
  }),
  crypto,
  temporal,

  workflow: object('Events that start workflows.', {
    events: object('Stream of the events that start and wake workflows.', {
      consumerGroup: string('Redis consumer group.', {
        default: 'workflow-runtime-v2',
        minLength: 1,
      }),
      batch: count('Maximum number of events read at once.', 10),
      pollMilliseconds: count('Milliseconds that a read waits for the next event.', 5000),
    }),
    streams: object('Streams of the former workflow engine, which still reads them.', {
      prefix: string('Prefix of the names of the streams.', {
        default: 'workflow:events:',
        minLength: 1,
      }),
      consumerGroup: string('Redis consumer group.', {
        default: 'workflow-workers',
        minLength: 1,
      }),
      batch: count('Maximum number of events read at once.', 10),
      idleMilliseconds: count(
        'Milliseconds after which an unfinished event is claimed by another consumer.',
        60_000,
      ),
      retries: integer('Maximum number of retries of an event.', { default: 3, minimum: 0 }),
    }),
    correlationPaths: optional(
      string(
        'Paths of the correlation keys in events, as JSON. It must equal that of the server.',
        {
          minLength: 2,
        },
      ),
    ),
    verbose: boolean('Whether every event is logged.', { default: false }),
  }),
});

export type Values = ValuesOf<typeof values>;
