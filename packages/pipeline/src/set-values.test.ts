import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { findTool } from '@helm-charts/engine';
import { mergeValues } from '@helm-charts/flux';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test } from 'vitest';

/**
 * The inline values of a HelmRelease. Every path is in their mapping `a`, so that targetPath overrides them.
 */
const values = { a: { b: 1, list: [1, { x: 2 }, [3]], text: 'x' } };

const cases: readonly (readonly [path: string, text: string])[] = [
  ['a.b', '{x,1,true}'],
  ['a.b', 'x\\,y,a.c=0'],
  ['a.list[0]', '007'],
  ['a.list[1].y', '-3'],
  ['a.list[2][1]', 'q'],
  ['a.list[5].z', 'TRUE'],
  ['a.new\\.key[1]', 'x=y'],
  ['a.b', ''],
  ['a.b.c', 'x'],
  ['a.text[0]', 'x'],
  ['a.b', '{x'],
];

test('targetPath sets and rejects the same values as helm --set', async () => {
  const root = await workspace({
    ...tinyChart,
    'charts/tiny/values.yaml': '',
    'charts/tiny/values.schema.json': '{}',
    'charts/tiny/templates/config.yaml': 'values: {{ toJson .Values | squote }}',
  });
  const { path: helm } = await findTool('helm');
  const byHelm = cases.map(([path, text]): unknown => {
    const args = [
      'template',
      'x',
      join(root, 'charts/tiny'),
      '--values=-',
      `--set=${path}=${text}`,
    ];
    const { status, stdout } = spawnSync(helm, args, {
      input: JSON.stringify(values),
      encoding: 'utf8',
    });
    return status === 0 ? JSON.parse(/values: '(.*)'$/m.exec(stdout)?.[1] ?? '') : 'refused';
  });
  const byFlux = cases.map(([targetPath, text]): unknown => {
    const helmRelease = {
      apiVersion: 'helm.toolkit.fluxcd.io/v2',
      kind: 'HelmRelease',
      metadata: { name: 'one' },
      spec: { values, valuesFrom: [{ kind: 'ConfigMap', name: 'v', targetPath }] },
    };
    const merged = mergeValues(helmRelease, (kind, _, name) => ({
      apiVersion: 'v1',
      kind,
      metadata: { name },
      data: { 'values.yaml': text },
    }));
    const isRefused = merged.findings.some(({ severity }) => severity === 'error');
    return isRefused ? 'refused' : merged.value;
  });
  expect(byFlux).toEqual(byHelm);
});
