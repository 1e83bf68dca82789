import { type Finding, printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { type Waiver, waive } from './waiver.ts';

const finding = (rule: string, name: string): Finding => ({
  rule,
  severity: 'error',
  object: { apiVersion: 'apps/v1', kind: 'StatefulSet', namespace: 'shop', name },
  message: 'it has no digest',
});

const waiver: Waiver = {
  rule: 'image-digest',
  object: 'StatefulSet shop/redis',
  reason: 'the site mirrors it',
  until: '2027-06-30',
};

const after = (day: string, ...findings: readonly Finding[]) =>
  waive(findings, [waiver], () => day).map(printFinding);

test('a waiver applies to one rule and one object until the end of its last day', () => {
  const found = [finding('image-digest', 'redis'), finding('image-digest', 'db')];
  expect(after('2027-06-30', ...found, finding('image-tag', 'redis'))).toMatchInlineSnapshot(`
    [
      "error StatefulSet shop/db: it has no digest. [image-digest]",
      "error StatefulSet shop/redis: it has no digest. [image-tag]",
    ]
  `);
});

test('after the last day, the finding is reported again and the waiver is a finding', () => {
  expect(after('2027-07-01', finding('image-digest', 'redis'))).toMatchInlineSnapshot(`
    [
      "error StatefulSet shop/redis: it has no digest. [image-digest]",
      "error waiver for image-digest, StatefulSet shop/redis: it expired on 2027-06-30 (the site mirrors it); fix the object, or set until to a later date. [waiver-expired]",
    ]
  `);
});

test('a waiver without a finding is a finding', () => {
  expect(after('2027-06-30', finding('image-digest', 'db'))).toMatchInlineSnapshot(`
    [
      "error StatefulSet shop/db: it has no digest. [image-digest]",
      "error waiver for image-digest, StatefulSet shop/redis: the rule has no finding for this object, so the waiver would hide a later one; remove it, or correct its rule and object. [waiver-unused]",
    ]
  `);
});
