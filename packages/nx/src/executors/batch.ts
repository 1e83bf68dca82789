import { availableParallelism } from 'node:os';
import { checkTypes } from '@helm-charts/pipeline';
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

  const projectOf = (task: string) => ({
    workspace: context.root,
    root: graph.tasks[task]?.projectRoot ?? '',
  });
  const stepOf = (task: string) => ({ ...options[task], ...overrides }) as StepOptions;

  const start = async (task: string): Promise<Result> => {
    const startTime = Date.now();
    const { success, text } = await outcome(() => runStep(projectOf(task), stepOf(task)));
    return { task, result: { success, terminalOutput: text, startTime, endTime: Date.now() } };
  };

  // Sources that are checked together are compiled once. A profile imports those of its charts, and its task waits for theirs.
  // The task checks them again and says what is wrong.
  for (const task of waiting)
    if (checksTypes(stepOf(task))) checkTypes(projectOf(task)).catch(() => {});

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

const checksTypes = ({ step }: StepOptions): boolean =>
  step === 'check-types' || step === 'generate';
