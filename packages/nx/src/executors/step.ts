import type { ExecutorContext } from 'nx/src/devkit-exports.js';
import { outcome } from '../outcome.ts';
import { runStep, type StepOptions } from '../steps.ts';

/** One step in a process of its own, for `nx run … --batch=false`. */
export async function step(
  options: StepOptions,
  context: ExecutorContext,
): Promise<{ success: boolean }> {
  const root = context.projectsConfigurations.projects[context.projectName ?? '']?.root ?? '';
  const { success, text } = await outcome(() =>
    runStep({ workspace: context.root, root }, options),
  );
  process.stdout.write(text);
  return { success };
}
