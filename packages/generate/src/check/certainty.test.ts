import { each, ifSet, match, text, when, whenCase } from '@helm-charts/types';
import { expect, test } from 'vitest';
import { container, wrong } from './testing.ts';

test('a value that may be absent is a finding where nothing guards it', () => {
  const unguarded = (path: string, field: string) =>
    `error Deployment web: spec.template.spec.containers[0].${field}: the value ${path} may be absent, and Helm renders nothing in its place; wrap it in ifSet(…), or give another value with orDefault(…). [value-unguarded]`;
  expect(container((v) => ({ workingDir: wrong(v.host) }))).toEqual([
    unguarded('host', 'workingDir'),
  ]);
  expect(container((v) => ({ workingDir: text`/${wrong(v.host)}` }))).toEqual([
    unguarded('host', 'workingDir'),
  ]);
  expect(container((v) => ({ workingDir: when(v.debug, wrong(v.host)) }))).toEqual([
    unguarded('host', 'workingDir'),
  ]);
  expect(container((v) => ({ args: [each(v.names, ({ note }) => wrong(note))] }))).toEqual([
    unguarded('names[].note', 'args[0]'),
  ]);
  expect(container((v) => ({ workingDir: ifSet(v.host, () => 'a', wrong(v.host)) }))).toEqual([
    unguarded('host', 'workingDir'),
  ]);
});

test('a value that may be absent is none where a condition guards it', () => {
  expect(
    container((v) => ({
      workingDir: ifSet(v.host),
      args: [
        ifSet(v.host, (host) => text`--host=${host}`),
        ifSet(v.limit, (limit) => text`--limit=${limit}`),
        each(v.names, ({ name, note }) => ifSet(note, (own) => text`${name}: ${own}`, name)),
        match(v.store, { disk: ({ path }) => path, bucket: ({ url }) => url }),
        whenCase(v.store, 'bucket', ({ url }) => url),
      ],
    })),
  ).toEqual([]);
});
