import { refusals } from '@helm-charts/testing/charts';
import { describe, expect, test } from 'vitest';
import { chart } from './chart.ts';

const refusal = refusals(chart);

/** Values that break a rule, in the order of the chart's rules. */
const broken: readonly object[] = [
  { database: { server: { user: 'postgres' } } },
  { database: { server: { poolUser: 'postgres' } } },
  { database: { hocuspocus: { name: 'server' } } },
  { tenantSecrets: { writeTo: 'vault' } },
  { tenantSecrets: { volume: { enabled: false } } },
  { server: { scaling: { replicas: 2 } } },
  { server: { scaling: { autoscaling: { enabled: true, minimum: 4 } } } },
  {
    server: {
      scaling: { autoscaling: { enabled: true }, disruptionBudget: { enabled: true } },
    },
  },
  { server: { scaling: { disruptionBudget: { enabled: true } } } },
  {
    backup: { enabled: true },
    postgres: { type: 'external', external: { host: 'postgres.example.com' } },
  },
  { server: { service: { nodePort: 30_300 } } },
  { tls: { service: { nodePort: 30_443 } } },
];

test('every rule has values that break it', () => {
  expect(broken).toHaveLength(chart.rules.length);
});

describe.each(chart.rules.map((rule, index) => ({ ...rule, values: broken[index] ?? {} })))(
  '$sentence',
  ({ sentence, values }) => {
    test('is the error of Helm, with and without schema validation', async () => {
      expect(await refusal(values)).toContain(sentence);
      expect(await refusal(values, '--skip-schema-validation')).toContain(sentence);
    });
  },
);

/** Settings with which no volume is mounted. */
const { storage, tenantSecrets } = chart.scenarios.hosted;

test.each([
  { server: { scaling: { replicas: 2 } }, storage },
  { server: { scaling: { replicas: 2 } }, tenantSecrets },
  {
    server: { scaling: { autoscaling: { enabled: true, minimum: 1, maximum: 2 } } },
    storage: { local: { volume: { existingClaim: 'files' } } },
    tenantSecrets,
  },
])('several pods are refused while one volume is left: %j', async (values) => {
  expect(await refusal(values)).toContain('server.scaling allows several pods');
});

const pattern = (value: string) => `'${value}' does not match pattern`;

/** Values, the place in them, and what is wrong with it. */
type Refusal = readonly [values: object, path: string, sentence: string];

const refused: Readonly<Record<string, readonly Refusal[]>> = {
  'a service elsewhere without its address': [
    [{ postgres: { type: 'external' } }, '/postgres/external', "missing property 'host'"],
    [{ redis: { type: 'external' } }, '/redis/external', "missing property 'host'"],
    [{ mail: { type: 'smtp' } }, '/mail/smtp', "missing properties 'host', 'from', 'username'"],
    [{ observability: {} }, '/observability', "missing property 'endpoint'"],
  ],
  'S3 without a bucket': [
    [{ storage: { type: 's3' } }, '/storage/s3', "missing property 'bucket'"],
    [{ storage: { type: 's3', s3: { bucket: '' } } }, '/storage/s3/bucket', 'minLength: got 0'],
  ],
  'a pool without its Service': [
    [
      { connection: { type: 'pool', pool: { host: null } } },
      '/connection/pool',
      "missing property 'host'",
    ],
    [{ connection: { type: 'pool', pool: { host: '' } } }, '/connection/pool/host', pattern('')],
    [
      { connection: { type: 'pool', pool: { port: null } } },
      '/connection/pool',
      "missing property 'port'",
    ],
  ],
  'a shape that there is not': [
    [
      { postgres: { type: 'managed' } },
      '/postgres/type',
      "value must be one of 'inChart', 'external'",
    ],
    [{ storage: { type: null } }, '/storage', "missing property 'type'"],
  ],
  'no reference to an image': [
    [
      { server: { image: { tag: 'latest' } } },
      '/server/image/tag',
      "value must be 'another text than latest'",
    ],
    [{ server: { image: { tag: '1.0 --x' } } }, '/server/image/tag', pattern('1.0 --x')],
    [
      { server: { image: { repository: 'Alga PSA' } } },
      '/server/image/repository',
      pattern('Alga PSA'),
    ],
    [
      { hocuspocus: { image: { digest: 'sha256:1' } } },
      '/hocuspocus/image/digest',
      pattern('sha256:1'),
    ],
  ],
  'no amount of a resource': [
    [
      { postgres: { inChart: { volume: { size: 'large' } } } },
      '/postgres/inChart/volume/size',
      pattern('large'),
    ],
    [
      { server: { resources: { limits: { memory: '1 GB' } } } },
      '/server/resources/limits/memory',
      pattern('1 GB'),
    ],
  ],
  'no port': [
    [{ server: { service: { port: -1 } } }, '/server/service/port', 'minimum: got -1, want 1'],
    [
      { redis: { external: { port: 70_000 } } },
      '/redis/external/port',
      'maximum: got 70,000, want 65,535',
    ],
    [{ temporal: { port: '7233' } }, '/temporal/port', 'got string, want integer'],
  ],
  'a key that the chart does not have': [
    [{ sever: {} }, '', "additional properties 'sever' not allowed"],
    [{ server: { prot: 80 } }, '/server', "additional properties 'prot' not allowed"],
  ],
  'no folder with seeds': [
    [{ bootstrap: { seedsFolder: '' } }, '/bootstrap/seedsFolder', pattern('')],
  ],
  'no version': [
    [{ version: 'latest' }, '/version', pattern('latest')],
    [{ version: null }, '', "missing property 'version'"],
  ],
};

describe.each(Object.entries(refused))(
  '%s is refused by the schema, before any template runs',
  (_, cases) => {
    test.each(cases)('%j', async (values, path, sentence) => {
      const said = await refusal(values);
      // What a template refuses begins with the template.
      expect(said).toMatch(/^- at '/);
      expect(said).toContain(`- at '${path}': ${sentence}`);
    });
  },
);
