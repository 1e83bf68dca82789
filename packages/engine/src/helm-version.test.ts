import { join } from 'node:path';
import { fluxVersions, type Target, targetOf } from '@helm-charts/kubernetes';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { printFinding } from '@helm-charts/types';
import { expect, test } from 'vitest';
import type { EngineName } from './backend.ts';
import { openEngine } from './engine.ts';

const targetWith = (flux: string): Target => {
  const { value } = targetOf({ flux });
  if (value === undefined) throw new Error(`there is no Flux ${flux}`);
  return value;
};

const template = `apiVersion: v1
kind: ConfigMap
metadata: {name: one}
data:
  text: |+
    line

---
apiVersion: v1
kind: ConfigMap
metadata: {name: two}
`;

const chartOf = (text: string) =>
  workspace({ ...tinyChart, 'charts/tiny/templates/config.yaml': text });

/** Renders the chart in a workspace for a version of Flux. */
const renderIn = async (workspaceRoot: string, flux: string, engine: EngineName = 'native') => {
  const chart = join(workspaceRoot, 'charts/tiny');
  const [rendered] = await openEngine({
    workspaceRoot,
    engine,
    target: targetWith(flux),
  }).render([{ name: 'one', namespace: 'msp', chart, chartContent: 'x', values: {} }]);
  return rendered;
};

const render = async (flux: string, text: string, engine?: EngineName) =>
  renderIn(await chartOf(text), flux, engine);

test('Flux 2.10 keeps the empty lines that a text ends with', async () => {
  // The second render has the cache of the first.
  const root = await chartOf(template);
  const text = async (flux: string) => (await renderIn(root, flux))?.value?.text;
  expect(await text('2.9')).toContain('    line\n---\n');
  expect(await text('2.10')).toContain('    line\n\n\n---\n');
});

test('Flux 2.10 has functions for durations', async () => {
  const call =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: "{{ durationSeconds "1m" }}"}\n';
  expect((await render('2.9', call))?.findings.map(printFinding).join()).toContain(
    'durationSeconds',
  );
  expect((await render('2.10', call))?.value?.text).toContain('a: "60"');
});

test('the program helm says that Flux has another version', async () => {
  const findings = async (flux: string) =>
    (await render(flux, template, 'helm'))?.findings.map(printFinding);
  expect(await findings('2.9')).toEqual([]);
  expect(await findings('2.10')).toEqual([
    `warning release msp/one: the program helm 4.2.3 renders the release, and Flux has Helm ${fluxVersions.at(-1)?.helm}, so the manifests may differ from those that Flux applies; render with the native engine: HELM_CHARTS_ENGINE=native. [engine]`,
  ]);
});
