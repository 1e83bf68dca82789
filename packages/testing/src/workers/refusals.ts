import type { Chart } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import { refusals } from '../charts/refusal.ts';

/** Values that each break one rule of all workers, in the order of the rules. */
const broken: readonly object[] = [
  { database: { user: 'postgres' } },
  { tenantSecrets: { writeTo: 'vault' } },
  { tenantSecrets: { volume: { enabled: false } } },
  { scaling: { autoscaling: { enabled: true, minimum: 4, maximum: 3 } } },
  { scaling: { autoscaling: { enabled: true }, disruptionBudget: { enabled: true } } },
  { scaling: { replicas: 2, disruptionBudget: { enabled: true, minimumAvailable: 2 } } },
];

type Refused = readonly [values: object, message: string];

const common: readonly Refused[] = [
  [{ image: { repository: 'Worker' } }, "at '/image/repository'"],
  [{ image: { tag: 'latest' } }, "at '/image/tag'"],
  [{ image: { digest: 'sha256:1' } }, "at '/image/digest'"],
  [{ gate: { image: { tag: '' } } }, "at '/gate/image/tag'"],
  [{ service: { port: -1 } }, "at '/service/port': minimum: got -1, want 1"],
  [{ database: { port: 70_000 } }, "at '/database/port': maximum: got 70,000, want 65,535"],
  [{ redis: { host: 'redis:6379/0' } }, "at '/redis/host'"],
  [{ database: { credentials: { existingSecret: 'DB' } } }, "at '/database/credentials"],
  [{ database: { credentials: { keys: { password: null } } } }, "missing property 'password'"],
  [{ user: 0 }, "at '/user': minimum: got 0, want 1"],
  [{ logLevel: 'INFO' }, "at '/logLevel'"],
  [{ edition: 'pro' }, "at '/edition'"],
  [{ scaling: { replicas: '2' } }, "at '/scaling/replicas': got string, want integer"],
  [{ scaling: { autoscaling: { cpuPercent: 101 } } }, 'maximum: got 101, want 100'],
  [{ resources: { limits: { memory: '1 GB' } } }, "at '/resources/limits/memory': '1 GB'"],
  [{ writableSize: 1 }, "at '/writableSize': got number, want string"],
  [{ tenantSecrets: { readChain: 'env,disk' } }, "at '/tenantSecrets/readChain'"],
  [{ tenantSecrets: { vault: { address: 'vault' } } }, "at '/tenantSecrets/vault'"],
  [{ extraEnvironment: { 'A-B': '1' } }, "invalid propertyName 'A-B'"],
  [{ extraEnvironment: { A: 1 } }, "at '/extraEnvironment/A'"],
  [{ replicaCount: 2 }, "at '': additional properties 'replicaCount' not allowed"],
];

/** Tests that Helm rejects invalid values with a message: those of all workers, and those of this one. */
export const testRefusals = (chart: Chart, own: readonly Refused[]): void => {
  const refusal = refusals(chart);

  test('there are invalid values for each rule', () => {
    expect(broken).toHaveLength(chart.rules.length);
  });

  describe.each(chart.rules.map((rule, index) => ({ ...rule, values: broken[index] ?? {} })))(
    '$sentence',
    ({ sentence, values }) => {
      test('is the message of Helm, with and without schema validation', async () => {
        expect(await refusal(values)).toContain(sentence);
        expect(await refusal(values, '--skip-schema-validation')).toContain(sentence);
      });
    },
  );

  test.each([...common, ...own])(
    'Helm rejects %j before it renders a template',
    async (values, message) => {
      const said = await refusal(values);
      expect(said).toContain(message);
      expect(said).not.toContain('templates/');
    },
  );
};
