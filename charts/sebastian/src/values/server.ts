import { ownBootstrapWait, path } from '@helm-charts/alga';
import { extraEnvironment } from '@helm-charts/blocks';
import {
  boolean,
  host,
  image,
  integer,
  map,
  object,
  oneOf,
  optional,
  port,
  quantity,
  resources,
  string,
} from '@helm-charts/types';

export const server = {
  server: object('The application server.', {
    image: image('The application; bootstrap and the wait for it use the same image.', {
      repository: 'ghcr.io/nine-minds/alga-psa-ee',
      tag: '1.0.0',
    }),
    user: integer('User and group of the process, by number.', { default: 1000, minimum: 1 }),
    service: object('How others reach the server.', {
      type: oneOf('Kind of Service.', ['ClusterIP', 'NodePort', 'LoadBalancer'], {
        default: 'ClusterIP',
      }),
      port: port('Port of the Service.', { default: 3000 }),
      nodePort: optional(port('Port of the node.')),
    }),
    verifyEmail: boolean('New users must confirm their address.', { default: true }),
    bodyLimit: string('Largest body of a request.', {
      default: '200mb',
      pattern: '^[0-9]+(kb|mb|gb)$',
    }),
    searchIndexLive: boolean('The search index follows every change.', { default: false }),
    enforceRateLimit: boolean('Requests beyond the limit are refused.', { default: false }),
    sessionSeconds: integer('After how long a session ends.', { default: 86_400, minimum: 1 }),
    tokenLifetime: string('How long an invitation holds, for instance 1h.', {
      default: '1h',
      pattern: '^[0-9]+[smhd]$',
    }),
    teamsSessionCookie: boolean('Sessions work inside Microsoft Teams.', { default: false }),
    correlationPaths: optional(
      string('Where a workflow finds what an event belongs to, as JSON.', { minLength: 2 }),
    ),
    extensionDomain: optional(host('Domain under which extensions are served.')),
    writable: map(
      'Folders of the image that the server must be able to write, each by a name.',
      string('Path.', path),
      {
        keys: '^[a-z][a-z0-9-]*$',
        default: { 'next-cache': '/app/server/.next/cache' },
      },
    ),
    writableSize: quantity('Room of these folders and of /tmp, each.', { default: '2Gi' }),
    resources: resources('What the server asks for and may use.', {
      requests: { cpu: '500m', memory: '1Gi' },
      limits: { memory: '3Gi' },
    }),
    extraEnvironment: extraEnvironment('Further variables of the server, none of them secret.'),
  }),

  bootstrap: object(
    'The Job that makes roles and databases, migrates, and seeds once, before the server starts.',
    {
      migrations: boolean('Migrations run.', { default: true }),
      seeds: boolean('The first run seeds.', { default: true }),
      knexfile: string('The knexfile in the image.', {
        default: '/app/server/knexfile.cjs',
        ...path,
      }),
      seedsFolder: string('Folder with the seeds in the image; empty for those of the knexfile.', {
        default: '/app/ee/server/seeds/onboarding',
        pattern: '^(/[A-Za-z0-9._-]+)*$',
      }),
      extensions: string('Extensions of the database of the server, with spaces between.', {
        default: 'vector',
        pattern: '^[a-z0-9_-]*( [a-z0-9_-]+)*$',
      }),
      waitSeconds: integer('How long one attempt waits for Postgres.', {
        default: 300,
        minimum: 1,
      }),
      lockSeconds: integer('How long it waits for another bootstrap to end.', {
        default: 1800,
        minimum: 1,
      }),
      resources: resources('What the Job asks for and may use.', {
        requests: { cpu: '250m', memory: '512Mi' },
        limits: { memory: '2Gi' },
      }),
    },
  ),

  gate: ownBootstrapWait,
};
