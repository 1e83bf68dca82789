import { defaultTarget, parseManifests, targetOf } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { unseenText } from './text.ts';
import { unseenOf } from './unseen.ts';
import { unvalidated, withOtherApiServer } from './unvalidated.ts';

const { documents } = parseManifests(
  ['A', 'B', 'C', 'D', 'D']
    .map((kind, index) => `apiVersion: v1\nkind: ${kind}\nmetadata: {name: "${index}"}\n`)
    .join('---\n'),
  'all.yaml',
);

test('nothing is added where everything was seen', () => {
  expect(unseenText([])).toBe('');
});

test('the kinds with the most objects are named first, and no more than three', () => {
  const findings = unvalidated(documents, 'schema', 'there is no schema');
  expect(unseenText(unseenOf([], findings))).toBe(
    '; not validated: 5 objects of 4 kinds without a schema (D, A, B, …; run helm-charts schemas add)',
  );
});

test('objects that no validator has validated are counted once each', () => {
  const findings = [
    ...unvalidated(documents, 'validator', 'no validator is installed'),
    ...unvalidated(documents.slice(0, 1), 'api-server', 'the program is not built'),
    ...unvalidated(documents.slice(0, 1), 'api-server', 'the program is not built'),
  ];
  expect(unseenText(unseenOf([], findings))).toBe(
    '; not validated: 5 objects without a validator, 1 object by the rules of the API server',
  );
});

test('the rules of another version of the API server are named', () => {
  const { value: target = defaultTarget } = targetOf({ kubernetes: '1.37' });
  const findings = withOtherApiServer('build it', target);
  expect(unseenText(unseenOf([], findings))).toBe(
    '; not validated: the rules of the API server of Kubernetes 1.37 (those of Kubernetes 1.36 were used)',
  );
  expect(withOtherApiServer(undefined, target)).toEqual([]);
});

test('several remote bases of a file are several', () => {
  const at = (line: number): Finding => ({
    rule: 'not-rendered',
    severity: 'warning',
    position: { file: 'apps/kustomization.yaml', line },
    message: 'it is not available locally',
    unseen: { what: 'rendered', reason: 'remote-base' },
  });
  expect(unseenText(unseenOf([], [at(2), at(3)]))).toBe(
    '; not rendered: 2 remote bases (run helm-charts fetch)',
  );
});
