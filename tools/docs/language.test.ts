import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as blocks from '@helm-charts/blocks';
import * as types from '@helm-charts/types';
import { expect, test } from 'vitest';
import { emittedOf, valuesOf } from './language.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/language.md'), 'utf8');

interface Example {
  readonly section: string;
  readonly name: string;
  readonly code: string;
  readonly yaml: string;
}

/** The blocks of TypeScript that are followed by what they become. */
const examples: readonly Example[] = page.split(/^## /m).flatMap((part) =>
  part.split(/^### /m).flatMap((text) => {
    const [, code, yaml] = /```ts\n([\s\S]*?)```\n\n```yaml\n([\s\S]*?)```/.exec(text) ?? [];
    return code === undefined || yaml === undefined
      ? []
      : [{ section: part.split('\n')[0] ?? '', name: text.split('\n')[0] ?? '', code, yaml }];
  }),
);

const of = (...sections: readonly string[]) =>
  examples.filter(({ section }) => sections.includes(section));

test.each(of('Values'))('$name becomes these lines of values.yaml', ({ code, yaml }) => {
  expect(valuesOf(code)).toBe(yaml);
});

test.each(of('References and expressions', 'Conditions', 'Control'))(
  '$name becomes these lines of a template',
  ({ code, yaml }) => {
    expect(emittedOf(code)).toBe(yaml);
  },
);

/** What authors do not write: programs that read charts use it, or a command writes it. */
const internal = new Set([
  'imagePlaces',
  'unchosenImages',
  'Failure',
  'addressSecrets',
  'certificateSecrets',
  'airGapFolders',
  'apiVersions',
  'closest',
  'cosignVerification',
  'clusterKinds',
  'defaultKubeVersion',
  'expressionOf',
  'fieldPath',
  'groupBy',
  'hasDefault',
  'isRemote',
  'keysOf',
  'manifestId',
  'objectIdOf',
  'orFail',
  'siteAddress',
  'originOf',
  'parseDuration',
  'pointerOf',
  'printFinding',
  'printObjectId',
  'printPlace',
  'printPosition',
  'propertiesOf',
  'refs',
  'requiredOf',
  'subchart',
]);

test('every node and function has a section with its signature', () => {
  const signatures = [...page.matchAll(/^### .*\n\n(`.*)/gm)].map(([, line]) => line).join('\n');
  const missing = [...Object.keys(types), ...Object.keys(blocks)].filter(
    (name) => !internal.has(name) && !new RegExp(`\\b${name}\\b`).test(signatures),
  );
  expect(missing).toEqual([]);
});
