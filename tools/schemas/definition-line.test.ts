import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { definitionLine, definitionsFile } from './definition-line.ts';
import type { CustomResourceDefinition } from './definitions.ts';
import type { Lock } from './lock.ts';
import { rulesIn } from './rules.ts';

const definition: CustomResourceDefinition = {
  kind: 'CustomResourceDefinition',
  metadata: { name: 'feeds.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Feed' },
    versions: [
      {
        name: 'v1',
        served: false,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            description: 'A feed.',
            properties: {
              spec: {
                type: 'object',
                default: { description: 'kept' },
                'x-kubernetes-validations': [{ rule: 'self.a != self.b', message: 'no' }],
                properties: { description: { type: 'string', description: 'A field.' } },
              },
              status: { type: 'object', properties: { ready: { type: 'boolean' } } },
            },
          },
        },
      },
    ],
  },
};

test('a definition keeps what objects are validated by', () => {
  const { spec } = JSON.parse(definitionLine(definition, true));
  expect(spec.versions).toEqual([
    {
      name: 'v1',
      served: true,
      storage: true,
      subresources: { status: {} },
      schema: {
        openAPIV3Schema: {
          type: 'object',
          properties: {
            spec: {
              type: 'object',
              default: { description: 'kept' },
              'x-kubernetes-validations': [{ rule: 'self.a != self.b', message: 'no' }],
              properties: { description: { type: 'string' } },
            },
            status: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
          },
        },
      },
    },
  ]);
  expect(JSON.parse(definitionLine(definition)).spec.versions[0].served).toBe(false);
});

test('rules are lines for a review', () => {
  expect(rulesIn(`${definitionLine(definition)}\n`)).toEqual([
    ['example.com/v1 Feed spec(rules)', 'self.a != self.b'],
  ]);
});

const root = join(import.meta.dirname, '../../schemas');
const lock: Lock = JSON.parse(readFileSync(join(root, 'lock.json'), 'utf8'));

test.each(Object.keys(lock.sets).filter((set) => !set.startsWith('kubernetes-')))(
  'every kind of %s has a definition',
  (set) => {
    const lines = readFileSync(join(root, set, definitionsFile), 'utf8')
      .trimEnd()
      .split('\n');
    const served = lines.flatMap((line) => {
      const { spec } = JSON.parse(line) as CustomResourceDefinition;
      return spec.versions
        .filter((version) => version.served)
        .map(({ name }) =>
          `${spec.names.kind}-${spec.group.split('.')[0]}-${name}.json`.toLowerCase(),
        );
    });
    const files = readdirSync(join(root, set)).filter((name) => /-v\d\w*\.json$/.test(name));
    expect(served.toSorted()).toEqual(files.toSorted());
  },
);
