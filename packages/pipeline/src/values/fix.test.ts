import { join } from 'node:path';
import { workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';
import { chartValues } from './chart-values.ts';
import { fixValues } from './fix.ts';

const old = (to: string) => ({ type: 'integer', 'x-renamed-to': to });
const overlay = {
  type: 'object',
  properties: {
    poolSize: old('pools.size'),
    poolMode: old('pools.mode.kind'),
    replicaCount: old('replicas'),
    web: { type: 'object', properties: { port: old('service.port'), hosts: old('web.names') } },
    pools: { type: 'object' },
  },
};

const fix = async (text: string, removeDefaults = false) => {
  const root = await workspace({
    'values.yaml': 'replicas: 1\nimage: {tag: "1", name: web}\nlabels: {}\n',
    'values.overlay.schema.json': JSON.stringify(overlay),
  });
  return fixValues(text, chartValues(join(root)), { removeDefaults });
};

test.each([
  [
    'a sibling keeps its place, its comments and its form',
    '# Ours.\nreplicaCount:   2   # three later\n\nother:   {a: 1}\n',
    '# Ours.\nreplicas:   2   # three later\n\nother:   {a: 1}\n',
  ],
  ['a sibling in braces', '{a: 1, "replicaCount": 2}\n', '{a: 1, replicas: 2}\n'],
  [
    'a map that is there gets it at its end',
    'pools:\n    # Kept.\n    min: 1\n\n# How many.\npoolSize: 20 # enough\nlast: 1\n',
    'pools:\n    # Kept.\n    min: 1\n    # How many.\n    size: 20 # enough\n\nlast: 1\n',
  ],
  [
    'maps that are not there are written',
    'poolMode: 1\na: b\n',
    'a: b\npools:\n  mode:\n    kind: 1\n',
  ],
  [
    'a map that becomes empty goes',
    'a: 1\nweb:\n  port: 80\nb: 2',
    'a: 1\nb: 2\nservice:\n  port: 80\n',
  ],
  [
    'the only value of a file',
    '# yaml-language-server: $schema=x\npoolSize: 3\n',
    '# yaml-language-server: $schema=x\npools:\n  size: 3\n',
  ],
  [
    'several, some of them below one another',
    'web:\n  port: 80\n  hosts:\n    - a\n    - |\n      b\n    - c\npoolSize: 1\npoolMode: 2\n',
    'web:\n  names:\n    - a\n    - |\n      b\n    - c\nservice:\n  port: 80\npools:\n  size: 1\n  mode:\n    kind: 2\n',
  ],
  ['line ends of Windows', 'poolSize: 1\r\na: 2\r\n', 'a: 2\r\npools:\r\n  size: 1\r\n'],
])('%s', async (_, text, fixed) => {
  const result = await fix(text);
  expect(result.text).toBe(fixed);
  expect(result.details.every((detail) => detail.startsWith('renamed'))).toBe(true);
});

test.each([
  ['both names', 'replicaCount: 2\nreplicas: 3\n'],
  ['braces', '{poolSize: 2}\n'],
  ['a map in braces', 'pools: {min: 1}\npoolSize: 2\n'],
  ['an anchor that is used elsewhere', 'poolSize: &size 2\nother: *size\n'],
])('leaves %s to a person', async (_, text) => {
  const result = await fix(text);
  expect(result.text).toBe(text);
  expect(result.details).toEqual([
    expect.stringMatching(/cannot be renamed automatically; rename it to \S+ by hand$/),
  ]);
});

test('removes values that equal the default only with removeDefaults, and nothing else', async () => {
  const text =
    '# One.\nreplicas: 1 # as ever\nimage:\n  # The tag.\n  tag: "1"\n  name: other\nlabels: {}\n';
  expect((await fix(text)).text).toBe(text);
  const { text: fixed, details } = await fix(text, true);
  expect(fixed).toBe('# One.\nimage:\n  # The tag.\n  name: other\n');
  expect(details).toMatchInlineSnapshot(`
    [
      "removed replicas, which equals the default",
      "removed image.tag, which equals the default",
      "removed labels, which equals the default",
    ]
  `);
  expect((await fix('image:\n  tag: "1"\n  name: web\n', true)).text).toBe('');
  expect((await fix('image: {tag: "1", name: x}\n', true)).details).toMatchInlineSnapshot(`
    [
      "image.tag equals the default and cannot be removed automatically; remove it by hand",
    ]
  `);
});
