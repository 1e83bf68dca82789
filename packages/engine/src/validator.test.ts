import { defaultTarget, schemasOf } from '@helm-charts/kubernetes';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { loadValidator } from 'kubeconform-wasm';
import { expect, test } from 'vitest';
import { openCache } from './cache.ts';
import { openBackend } from './choose.ts';
import { defaultLimits } from './limits.ts';
import { openValidator } from './validator.ts';

const service = 'apiVersion: v1\nkind: Service\nmetadata: {name: db}\nspec: {ports: [{port: 1}]}\n';

const documents = [
  service,
  service.replace('port: 1', 'port: a, prot: TCP'),
  `${service}---\n${service}`,
  service.replace('ports', 'clusterIP: null, ports'),
  service.replace('kind: Service', 'kind: Servant'),
  `${service}spec: {}\n`,
  'kind: Service',
  '- a',
  '# nothing\n',
  '',
  `x: ${'y'.repeat(4_000_000)}`,
];

test('the native engine says what kubeconform-wasm says', async () => {
  const { validate } = await loadValidator();
  const expected = await Promise.all(documents.map(validate));
  const statuses = expected.map(({ status }) => status);
  expect(new Set(statuses).size).toBe(5);
  expect(await (await open('native')).validate(documents)).toEqual(expected);
});

test('the programs have no validator, so kubeconform-wasm validates', async () => {
  const { identity, validate } = await open('helm');
  expect(identity).toMatch(/kubeconform\.wasm/);
  expect(await validate([service])).toEqual([{ status: 'valid' }]);
});

const open = async (engine: 'native' | 'helm') => {
  const workspaceRoot = await workspace({});
  return openValidator({
    workspaceRoot,
    helm: '4.2.3',
    kubeVersion: '1.36.3',
    schemas: schemasOf(defaultTarget),
    signal: undefined,
    cache: openCache(workspaceRoot),
    limits: defaultLimits,
    backend: () => openBackend(engine, { workspaceRoot, signal: undefined, limits: defaultLimits }),
  });
};
