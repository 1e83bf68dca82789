import { expect, test } from 'vitest';
import { tryRule } from '../../try.ts';
import { helmHook } from './helm-hook.ts';

const messages = (kind: string, hooks: string) =>
  tryRule(
    helmHook,
    `apiVersion: v1\nkind: ${kind}\nmetadata: { name: web, annotations: { helm.sh/hook: '${hooks}' } }\n`,
  ).map(({ message }) => message);

test('reports a ConfigMap, a Secret or a claim that is a hook', () => {
  expect(messages('ConfigMap', 'pre-install, pre-upgrade')).toMatchInlineSnapshot(`
    [
      "Helm deletes and creates a hook again at every run, so its data is lost",
    ]
  `);
});

test('reports a Job that is a hook of every installation and upgrade', () => {
  expect(messages('Job', 'pre-install,pre-upgrade')).toMatchInlineSnapshot(`
    [
      "the hook is not part of the release, and Helm does not wait for the objects that it needs",
    ]
  `);
});

test('allows a test hook', () => {
  expect(messages('Pod', 'test')).toEqual([]);
});
