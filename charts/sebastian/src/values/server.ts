import { images, ownBootstrapWait, path } from '@helm-charts/alga';
import { extraEnvironment, scaling, topologyKey } from '@helm-charts/blocks';
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
  server: object('Application server.', {
    image: image(
      'Image of the application. The bootstrap Job and the init containers use it, too.',
      images.server,
    ),
    user: integer('Numeric user and group ID of the process.', { default: 1000, minimum: 1 }),
    scaling: scaling(),
    topologyKey,
    service: object('Service of the server.', {
      type: oneOf('Type of the Service.', ['ClusterIP', 'NodePort', 'LoadBalancer'], {
        default: 'ClusterIP',
      }),
      port: port('Port of the Service.', { default: 3000 }),
      nodePort: optional(port('Node port of the Service.')),
    }),
    verifyEmail: boolean('Whether new users must confirm their e-mail address.', { default: true }),
    bodyLimit: string('Maximum size of the body of a request.', {
      default: '200mb',
      pattern: '^[0-9]+(kb|mb|gb)$',
    }),
    searchIndexLive: boolean('Whether the search index is updated with every change.', {
      default: false,
    }),
    enforceRateLimit: boolean('Whether requests beyond the rate limit are refused.', {
      default: false,
    }),
    sessionSeconds: integer('Lifetime of a session, in seconds.', { default: 86_400, minimum: 1 }),
    tokenLifetime: string('Lifetime of an invitation, for example `1h`.', {
      default: '1h',
      pattern: '^[0-9]+[smhd]$',
    }),
    teamsSessionCookie: boolean('Whether the session cookie works inside Microsoft Teams.', {
      default: false,
    }),
    correlationPaths: optional(
      string('Paths of the correlation keys in events, as JSON.', { minLength: 2 }),
    ),
    extensionDomain: optional(host('Domain of the extensions.')),
    writable: map(
      'Folders of the image that must be writable, by the name of their volume.',
      string('Path of the folder.', path),
      {
        keys: '^[a-z][a-z0-9-]*$',
        default: { 'next-cache': '/app/server/.next/cache' },
      },
    ),
    writableSize: quantity('Size limit of each of these folders, and of /tmp.', { default: '2Gi' }),
    resources: resources('Resources of the container of the server.', {
      requests: { cpu: '500m', memory: '1Gi' },
      limits: { memory: '3Gi' },
    }),
    extraEnvironment: extraEnvironment(
      'Additional environment variables of the server. Do not put secrets here.',
    ),
  }),

  bootstrap: object(
    'Bootstrap Job, which creates roles and databases, runs the migrations, and creates the first tenant with its seeds, before the server starts.',
    {
      migrations: boolean('Whether migrations run.', { default: true }),
      seeds: boolean('Whether the bootstrap creates the first tenant and runs its seeds.', {
        default: true,
      }),
      knexfile: string('Path of the knexfile in the image.', {
        default: '/app/server/knexfile.cjs',
        ...path,
      }),
      seedsFolder: string(
        'Directory in the image with the seeds, or with a directory of seeds for each product.',
        {
          default: '/app/ee/server/seeds/onboarding',
          pattern: '^(/[A-Za-z0-9._-]+)+$',
        },
      ),
      product: oneOf('Product whose seeds run.', ['psa', 'algadesk'], {
        default: 'psa',
        immutable: true,
      }),
      extensions: string(
        'Postgres extensions of the database of the server, separated by spaces.',
        {
          default: 'vector',
          pattern: '^[a-z0-9_-]*( [a-z0-9_-]+)*$',
        },
      ),
      waitSeconds: integer('Seconds that one attempt waits for Postgres.', {
        default: 300,
        minimum: 1,
      }),
      lockSeconds: integer('Seconds that the Job waits for another bootstrap to end.', {
        default: 1800,
        minimum: 1,
      }),
      resources: resources('Resources of the container of the Job.', {
        requests: { cpu: '250m', memory: '512Mi' },
        limits: { memory: '2Gi' },
      }),
    },
  ),

  gate: ownBootstrapWait,
};
