import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { type Engine, openEngine } from '@helm-charts/engine';
import { expect, onTestFinished, test } from 'vitest';
import { loadConfig } from './config.ts';
import { subjectOf } from './render.ts';
import { chartRoots, profileRoots } from './roots.ts';
import { simulate } from './simulate.ts';

const workspaceRoot = resolve(import.meta.dirname, '../../..');
const { value: config = {} } = await loadConfig(workspaceRoot);

test.each(chartRoots(workspaceRoot, config))(
  'both engines render every scenario of %s to the same bytes',
  async (root) => {
    expect((await compare(root)).renders).toBeGreaterThan(1);
  },
);

test.each(profileRoots(workspaceRoot, config))(
  'both engines build and render %s to the same bytes, also without Internet',
  async (root) => {
    const { builds, renders } = await compare(root);
    expect(builds).toBeGreaterThan(1);
    expect(renders).toBeGreaterThan(5);
  },
);

/** How many results of both engines were compared. */
interface Compared {
  builds: number;
  renders: number;
}

/** Simulates a project with the native engine, and expects the same results from the programs, with empty caches. */
const compare = async (root: string): Promise<Compared> => {
  const folder = await mkdtemp(join(tmpdir(), 'engines-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const open = (engine: 'helm' | 'native') =>
    openEngine({ workspaceRoot, engine, cache: join(folder, engine) });
  const compared = { builds: 0, renders: 0 };
  const engine = both(open('helm'), open('native'), compared);
  const options = { today: () => '2030-01-01' };
  const { value: subject, findings } = await subjectOf({ workspace: workspaceRoot, root }, options);
  if (subject === undefined) throw new Error(JSON.stringify(findings));
  for (const [index, input] of subject.inputs.entries()) {
    const { isWhole } = await simulate({ ...input, out: join(folder, `${index}`) }, engine);
    expect(isWhole).toBe(true);
  }
  return compared;
};

const both = (helm: Engine, native: Engine, compared: Compared): Engine => ({
  ...native,
  build: async (builds) => {
    const [expected, actual] = await Promise.all([helm.build(builds), native.build(builds)]);
    expect(actual).toEqual(expected);
    compared.builds += actual.length;
    return actual;
  },
  render: async (releases) => {
    const [expected, actual] = await Promise.all([helm.render(releases), native.render(releases)]);
    expect(actual).toEqual(expected);
    compared.renders += actual.length;
    return actual;
  },
  transform: async (transformations) => {
    const [expected, actual] = await Promise.all([
      helm.transform(transformations),
      native.transform(transformations),
    ]);
    expect(actual).toEqual(expected);
    return actual;
  },
});
