import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { ExecutorContext, TaskGraph } from 'nx/src/devkit-exports.js';
import { expect, onTestFinished, test } from 'vitest';
import type { StepOptions } from '../steps.ts';
import { batch } from './batch.ts';

const workspace = resolve(import.meta.dirname, '../../../..');

/** Runs a graph of tasks, by default of those that check the generated files of a root. */
const run = async (
  roots: Readonly<Record<string, string>>,
  dependencies: Readonly<Record<string, readonly string[]>> = {},
  step: StepOptions = { step: 'generate', check: true },
  root: string = workspace,
) => {
  const tasks = Object.keys(roots);
  const graph = {
    tasks: Object.fromEntries(tasks.map((id) => [id, { id, projectRoot: roots[id] }])),
    dependencies: Object.fromEntries(
      tasks.map((id) => [id, (dependencies[id] ?? []).map((other) => ({ id: other }))]),
    ),
  };
  const options = Object.fromEntries(tasks.map((id) => [id, step]));
  // The batch looks at nothing else of the graph and the context.
  const results = batch(graph as unknown as TaskGraph, options, {}, { root } as ExecutorContext);
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

/** A workspace with a compiler that finds nothing, and that notes how often it is started. */
const workspaceWithCompiler = (files: readonly string[]) => {
  const root = mkdtempSync(join(tmpdir(), 'batch-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const log = join(root, 'starts');
  const all = {
    'package.json': '{ "type": "module" }',
    'node_modules/typescript/package.json': '{ "version": "7.0.0" }',
    'node_modules/typescript/bin/tsc': `require('node:fs').appendFileSync(${JSON.stringify(log)}, '.');`,
    ...Object.fromEntries(files.map((file) => [file, ''])),
  };
  for (const [file, text] of Object.entries(all)) {
    mkdirSync(join(root, file, '..'), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return { root, starts: () => readFileSync(log, 'utf8').length };
};

test('sources are compiled together, also those of tasks that wait for others', async () => {
  const { root, starts } = workspaceWithCompiler([
    'charts/web/src/chart.ts',
    'flux-profiles/site/src/profile.ts',
  ]);
  const roots = { profile: 'flux-profiles/site', chart: 'charts/web' };
  const results = await run(roots, { profile: ['chart'] }, { step: 'check-types' }, root);
  expect(results.map(({ task, ended }) => [task, ended])).toEqual([
    ['chart', 'success'],
    ['profile', 'success'],
  ]);
  expect(starts()).toBe(1);
});
