import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { createNodes } from './plugin.ts';

const workspaceRoot = resolve(import.meta.dirname, '../../..');

test('the executor accepts the step of each target, and the output of each lies below the workspace or the project', async () => {
  const schema = JSON.parse(
    readFileSync(resolve(import.meta.dirname, '../executors/schema.json'), 'utf8'),
  ) as { properties: { step: { enum: readonly string[] } } };
  const files = ['charts/pgbouncer/src/chart.ts', 'flux-profiles/talos-single-node/src/profile.ts'];
  const nodes = await createNodes[1](files, undefined, { workspaceRoot, nxJsonConfiguration: {} });
  const targets = nodes.flatMap(([, { projects = {} }]) =>
    Object.values(projects).flatMap((project) => Object.values(project.targets ?? {})),
  );
  const steps = new Set(targets.map(({ options }) => options.step));
  expect([...steps].toSorted()).toEqual([...schema.properties.step.enum].toSorted());
  const outputs = targets.flatMap((target) => target.outputs ?? []);
  expect(outputs.filter((output) => !/^\{(projectRoot|workspaceRoot)\}\//.test(output))).toEqual(
    [],
  );
});
