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

  /** The checks of the types of sources that tasks need later, by root. */
  const ahead = new Map<string, Promise<unknown>>();

  /**
   * Sources that are checked together are compiled once. A profile imports those of its charts, and its task waits for theirs. So the
   * sources of all tasks are checked with those of the first ones. Each task checks its own again, which is quick, and says what is wrong.
   */
  const checkAhead = (): void => {
    const begun = new Set([...running.keys()].map((task) => projectOf(task).root));
    for (const task of waiting) {
      const project = projectOf(task);
      if (!checksTypes(stepOf(task)) || begun.has(project.root)) continue;
      begun.add(project.root);
      ahead.set(
        project.root,
        checkTypes(project).catch(() => {}),
      );
    }
  };

  const start = async (task: string): Promise<Result> => {
    const startTime = Date.now();
    const [project, step] = [projectOf(task), stepOf(task)];
    const check = checksTypes(step) ? ahead.get(project.root) : undefined;
    if (check !== undefined) await check;
    const { success, text } = await outcome(() => runStep(project, step));
    return { task, result: { success, terminalOutput: text, startTime, endTime: Date.now() } };
  };

  for (let isFirst = true; waiting.size + running.size > 0; isFirst = false) {
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
    if (isFirst) checkAhead();
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
