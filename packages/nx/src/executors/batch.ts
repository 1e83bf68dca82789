import { availableParallelism } from 'node:os';
import type { ExecutorContext, TaskGraph } from 'nx/src/devkit-exports.js';
import { outcome } from '../outcome.ts';
import { runStep, type StepOptions } from '../steps.ts';

interface Result {
  readonly task: string;
  readonly result: {
    readonly success: boolean;
    readonly status?: 'skipped';
    readonly terminalOutput: string;
    readonly startTime?: number;
    readonly endTime?: number;
  };
}

/** Runs every task of a run in this one process: dependencies first, as many at a time as there are cores. */
export async function* batch(
  graph: TaskGraph,
  options: Readonly<Record<string, StepOptions>>,
  overrides: Partial<StepOptions>,
  context: ExecutorContext,
): AsyncGenerator<Result> {
  const waiting = new Set(Object.keys(graph.tasks));
  const succeeded = new Map<string, boolean>();
  const running = new Map<string, Promise<Result>>();

  const start = async (task: string): Promise<Result> => {
    const startTime = Date.now();
    const project = { workspace: context.root, root: graph.tasks[task]?.projectRoot ?? '' };
    const step = { ...options[task], ...overrides } as StepOptions;
    const { success, text } = await outcome(() => runStep(project, step));
    return { task, result: { success, terminalOutput: text, startTime, endTime: Date.now() } };
  };

  while (waiting.size + running.size > 0) {
    for (const task of waiting) {
      const needs = (graph.dependencies[task] ?? [])
        .map(({ id }) => id)
        .filter((id) => id in graph.tasks);
      if (needs.some((id) => succeeded.get(id) === false)) {
        waiting.delete(task);
        succeeded.set(task, false);
        yield { task, result: { success: false, status: 'skipped', terminalOutput: '' } };
      } else if (running.size < availableParallelism() && needs.every((id) => succeeded.has(id))) {
        waiting.delete(task);
        running.set(task, start(task));
      }
    }
    if (running.size > 0) {
      const finished = await Promise.race(running.values());
      running.delete(finished.task);
      succeeded.set(finished.task, finished.result.success);
      yield finished;
    }
  }
}
