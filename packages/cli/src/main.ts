import type { Answer } from './run.ts';
import { recall } from './run-cache/recall.ts';

/** A cached answer needs none of the packages, so they are loaded only without one. */
const perform = async (args: readonly string[], directory: string): Promise<Answer> => {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => controller.abort());
  const { observeRun } = await import('./run-cache/observe.ts');
  const observed = isCached(args) ? observeRun(args, directory) : undefined;
  const { run } = await import('./run.ts');
  const answer = await run(args, directory, controller.signal, observed?.today);
  await observed?.keep(answer);
  return answer;
};

/** Only a render reads files alone, and gives the same answer as long as they are the same. */
const isCached = (args: readonly string[]): boolean =>
  args.includes('render') && !args.includes('--no-cache');

const [args, directory] = [process.argv.slice(2), process.cwd()];
const { output, errors, exitCode } =
  (isCached(args) ? recall(args, directory) : undefined) ?? (await perform(args, directory));
process.stdout.write(output);
process.stderr.write(errors);
process.exitCode = exitCode;
