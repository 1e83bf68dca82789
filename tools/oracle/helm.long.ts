import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openEngine } from '@helm-charts/engine';
import { fluxVersions } from '@helm-charts/kubernetes';
import { tinyChart, workspace } from '@helm-charts/testing/tiny-chart';
import { expect, test, vi } from 'vitest';
import { findGo } from '../go/toolchain.ts';
import { type Compared, openComparison } from './comparison.ts';
import { keptHelm } from './helm.ts';
import { chartsOf } from './inputs.ts';

const repository = resolve(import.meta.dirname, '../..');
const engine = join(repository, 'packages/engine/go');

/** The directory of Helm's Go module, which has the charts of its tests. */
const helmModule = async (): Promise<string> => {
  const go = await findGo((sentence) => console.error(sentence));
  if (go === undefined) throw new Error('there is no Go');
  const args = ['list', '-m', '-f', '{{.Dir}}', 'helm.sh/helm/v4'];
  return execFileSync(go.command, args, { cwd: engine, encoding: 'utf8' }).trim();
};

const compareAll = async (folder: string): Promise<readonly Compared[]> => {
  const { render, lint } = openComparison(folder, await workspace({}));
  return Promise.all(
    chartsOf(folder).flatMap((input) =>
      input.chart.endsWith('.tgz') ? [render(input)] : [render(input), lint(input)],
    ),
  );
};

/** Charts for the next Helm, whose loader no other program can import, so that it says other things of broken ones. */
const isForNextHelm = ({ name }: Compared): boolean => /internal\/chart\/v3\//.test(name);

test('both engines say the same of the charts in the tests of Helm', async () => {
  const compared = await compareAll(await helmModule());
  const differing = compared.filter((one) => one.outcome === 'differs' && !isForNextHelm(one));
  expect(differing).toEqual([]);
  const count = (outcome: Compared['outcome']) =>
    compared.filter((one) => one.outcome === outcome).length;
  expect(count('equal')).toBeGreaterThan(150);
  expect(count('refused')).toBeGreaterThan(50);
});

test('the engine renders these charts for Flux 2.10 as the Helm in it', async ({ skip }) => {
  const flux = fluxVersions.find(({ name }) => name === '2.10');
  const helm = keptHelm(flux?.helm ?? '');
  if (!existsSync(helm)) {
    return skip(`NOT RUN: node tools/oracle/compare.ts --helm ${flux?.helm} charts builds helm`);
  }
  vi.stubEnv('HELM_BIN', helm);
  try {
    const folder = await helmModule();
    const { render } = openComparison(folder, await workspace({}), ['helm', 'native'], flux);
    const compared = await Promise.all(chartsOf(folder).map(render));
    expect(compared.filter((one) => one.outcome === 'differs' && !isForNextHelm(one))).toEqual([]);
    expect(compared.filter((one) => one.outcome === 'equal').length).toBeGreaterThan(50);
  } finally {
    vi.unstubAllEnvs();
  }
});

test('both engines know the same deprecated APIs', async () => {
  const table = join(engine, 'offline/client-go/kubernetes/scheme/lifecycles.go');
  const kinds = [...(await readFile(table, 'utf8')).matchAll(/^\t"(\S+) (\w+)":/gm)];
  const selector = '{matchLabels: {app: a}}';
  const objects = kinds.map(
    ([, apiVersion, kind]) =>
      `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: a}\nspec: {selector: ${selector}}\n`,
  );
  const workspaceRoot = await workspace({
    ...tinyChart,
    'charts/tiny/templates/all.yaml': objects.join('---\n'),
  });
  // The version in which the last of them is no longer served.
  const [expected, actual] = await Promise.all(
    (['helm', 'native'] as const).map((name) =>
      openEngine({ workspaceRoot, engine: name, kubeVersion: '1.42.0' }).lint(
        join(workspaceRoot, 'charts/tiny'),
        [{}],
      ),
    ),
  );
  expect(actual).toEqual(expected);
  expect(actual?.length).toBe(kinds.length);
});
