import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { helmHook } from './helm-hook.ts';

const messages = (kind: string, hooks: string) =>
  tryRule(
    helmHook,
    `apiVersion: v1\nkind: ${kind}\nmetadata: { name: web, annotations: { helm.sh/hook: '${hooks}' } }\n`,
  ).map(({ message }) => message);

test('what holds data', () => {
  expect(messages('ConfigMap', 'pre-install, pre-upgrade')).toMatchInlineSnapshot(`
    [
      "Helm deletes the object each time before the hook runs",
    ]
  `);
});

test('a Job before every installation and upgrade', () => {
  expect(messages('Job', 'pre-install,pre-upgrade')).toMatchInlineSnapshot(`
    [
      "the hook is not part of the release, and Helm does not wait for the objects that it needs",
    ]
  `);
});

test('a test', () => {
  expect(messages('Pod', 'test')).toEqual([]);
});
