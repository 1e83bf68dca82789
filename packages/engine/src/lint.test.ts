import { join } from 'node:path';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { type JsonObject, printFinding } from '@helm-charts/types';
import { describe, expect, test } from 'vitest';
import type { EngineName } from './backend.ts';
import { openEngine } from './engine.ts';

describe.each<EngineName>(['helm', 'native'])('the engine %s', (engine) => {
  const lint = async (
    files: Readonly<Record<string, string>>,
    ...values: readonly JsonObject[]
  ): Promise<readonly string[]> => {
    const workspaceRoot = await workspace({ ...tinyChart, ...files });
    const findings = await openEngine({ workspaceRoot, engine }).lint(
      join(workspaceRoot, 'charts/tiny'),
      values,
    );
    return findings.map(printFinding);
  };

  test('a valid chart has no findings', async () => {
    expect(await lint({}, {}, { pool: { size: 2 } })).toEqual([]);
  });

  test('reports a finding of several values once', async () => {
    const nameless = {
      'charts/tiny/templates/x.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: A_b}\n',
    };
    expect(await lint(nameless, {}, { pool: { size: 'x' } })).toMatchInlineSnapshot(`
    [
      "warning charts/tiny/templates/x.yaml: object name does not conform to Kubernetes naming requirements: "A_b": metadata.name: Invalid value: "A_b": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*'). [helm-lint]",
      "error pool.size: got string, want integer. [values]",
    ]
  `);
  });

  test('why a chart can not be loaded is said once', async () => {
    const broken = { 'charts/tiny/templates/_x.tpl': '{{ if }}\n' };
    const { length } = await lint(broken, {});
    expect(length).toBe(1);
    expect(await lint({ 'charts/tiny/values.yaml': 'x: [\n' }, {})).toEqual([
      expect.stringMatching(/^error charts\/tiny\/values.yaml: unable to parse YAML/),
      expect.stringMatching(/^error charts\/tiny: helm: cannot load values.yaml/),
    ]);
  });
});
