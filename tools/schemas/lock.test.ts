import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fluxVersions, kubernetesVersions } from '@helm-charts/kubernetes';
import { expect, test } from 'vitest';
import { commonSchemas } from '../../packages/kubernetes/src/target/versions.ts';
import { fileName } from './generate.ts';
import { folderHash, type Lock } from './lock.ts';
import { families, familyOf } from './sources.ts';

const root = join(import.meta.dirname, '../../schemas');
const lock: Lock = JSON.parse(readFileSync(join(root, 'lock.json'), 'utf8'));

const filesOf = (folder: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(join(root, folder)).map((name) => [
      name,
      readFileSync(join(root, folder, name), 'utf8'),
    ]),
  );

test.each(Object.entries(lock.sets))('%s is as locked, without prose', (set, { hash }) => {
  const files = filesOf(set);
  expect(folderHash(files)).toBe(hash);
  const schemas = Object.entries(files).filter(([name]) => name.endsWith('.json'));
  expect(schemas.map(([, text]) => text).join('')).not.toMatch(
    /"description": "|x-kubernetes-validations": \[/,
  );
});

test.each(Object.entries(lock.sets))('every source of %s is locked with its hash', (set, one) => {
  const modules = families[familyOf(set) ?? '']?.map(({ module }) => module);
  expect(Object.keys(one.sources)).toEqual(modules);
  for (const { hash } of Object.values(one.sources)) expect(hash).toMatch(/^h1:/);
});

test('the targets have the sets and the versions of the lock', () => {
  const versions = [...kubernetesVersions, ...fluxVersions].map(({ schemas }) => schemas);
  expect([...versions, ...commonSchemas].toSorted()).toEqual(Object.keys(lock.sets).toSorted());
  for (const { schemas, version } of kubernetesVersions) {
    expect(lock.sets[schemas]?.sources['k8s.io/kubernetes']?.version).toBe(`v${version}`);
  }
});

test.each(fluxVersions)('every API of Flux $name has a schema', ({ schemas, apis }) => {
  const files = filesOf(schemas);
  for (const api of apis) {
    const [, apiVersion = '', kind = ''] = /^(.*)\/(\w+)$/.exec(api) ?? [];
    expect(files).toHaveProperty([fileName(apiVersion, kind)]);
  }
});
