import { resolve } from 'node:path';
import type { ExecutorContext, TaskGraph } from 'nx/src/devkit-exports.js';
import { expect, test } from 'vitest';
import type { StepOptions } from '../steps.ts';
import { batch } from './batch.ts';

const workspace = resolve(import.meta.dirname, '../../../..');

/** A graph of tasks that each check the generated files of a root. */
const run = async (
  roots: Readonly<Record<string, string>>,
  dependencies: Readonly<Record<string, readonly string[]>> = {},
) => {
  const tasks = Object.keys(roots);
  const graph = {
    tasks: Object.fromEntries(tasks.map((id) => [id, { id, projectRoot: roots[id] }])),
    dependencies: Object.fromEntries(
      tasks.map((id) => [id, (dependencies[id] ?? []).map((other) => ({ id: other }))]),
    ),
  };
  const check: StepOptions = { step: 'generate', check: true };
  const options = Object.fromEntries(tasks.map((id) => [id, check]));
  // The batch looks at nothing else of the graph and the context.
  const results = batch(graph as unknown as TaskGraph, options, {}, {
    root: workspace,
  } as ExecutorContext);
  const ended: { task: string; ended: string; text: string }[] = [];
  for await (const { task, result } of results) {
    const how = result.status ?? (result.success ? 'success' : 'failure');
    ended.push({ task, ended: how, text: result.terminalOutput });
  }
  return ended;
};

test('a task runs after what it depends on, and says what it did', async () => {
  const roots = { profile: 'flux-profiles/talos-single-node', chart: 'charts/pgbouncer' };
  const results = await run(roots, { profile: ['chart'] });
  expect(results.map(({ task, ended }) => [task, ended])).toEqual([
    ['chart', 'success'],
    ['profile', 'success'],
  ]);
  expect(results[0]?.text).toMatch(/^charts\/pgbouncer: \d+ files as generated\n$/);
});

test('what depends on a failed task is skipped, and the others are run', async () => {
  const roots = {
    nowhere: 'charts/nowhere',
    profile: 'flux-profiles/talos-single-node',
    chart: 'charts/pgbouncer',
  };
  const results = await run(roots, { profile: ['nowhere'] });
  expect(Object.fromEntries(results.map(({ task, ended }) => [task, ended]))).toEqual({
    nowhere: 'failure',
    profile: 'skipped',
    chart: 'success',
  });
});

test('a dependency outside the batch is taken for done', async () => {
  const results = await run({ chart: 'charts/pgbouncer' }, { chart: ['elsewhere:build'] });
  expect(results.map(({ ended }) => ended)).toEqual(['success']);
});
