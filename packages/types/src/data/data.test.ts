import { expect, test } from 'vitest';
import { Failure } from './failure.ts';
import { type Finding, printFinding } from './finding.ts';
import { manifestId } from './release.ts';

const finding: Finding = {
  rule: 'unused-value',
  severity: 'error',
  pointer: '/pool/size',
  message: 'no template reads this value',
  fix: 'use it, or remove it',
};

test('a finding is one line', () => {
  expect(printFinding(finding)).toBe(
    'error pool.size: no template reads this value; use it, or remove it. [unused-value]',
  );
});

test('a sentence that ends with a mark of its own gets no full stop', () => {
  expect(printFinding({ ...finding, fix: 'is it pool.max?' })).toContain('is it pool.max? [');
});

test('a failure says all its findings and how the process ends', () => {
  const cause = new Error('a cause');
  const failure = new Failure(2, [finding, { ...finding, pointer: '/pool/mode' }], { cause });
  expect(failure).toMatchObject({ name: 'Failure', exitCode: 2, cause });
  expect(failure.findings).toHaveLength(2);
  expect(failure.message.split('\n')).toEqual([
    printFinding(finding),
    expect.stringContaining('error pool.mode:'),
  ]);
});

test('a manifest is named by kind, namespace and name', () => {
  const head = { apiVersion: 'v1', kind: 'Service' };
  expect(manifestId({ ...head, metadata: { name: 'db', namespace: 'msp' } })).toBe(
    'Service msp/db',
  );
  expect(manifestId({ ...head, metadata: { name: 'db' } })).toBe('Service db');
});
