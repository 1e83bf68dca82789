import type { Answer } from './run.ts';
import { recall } from './run-cache/recall.ts';

const controller = new AbortController();

/** The only argument; without one, `--help`. With several, the parser decides. */
const onlyArgument = ([first = '--help', ...others]: readonly string[]): string | undefined =>
  others.length > 0 ? undefined : first;

/** A cached answer needs none of the packages, so they are loaded only without one. */
const perform = async (args: readonly string[], directory: string): Promise<Answer> => {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      // The second one does not wait for work that takes long to stop.
      if (controller.signal.aborted) process.exit(130);
      controller.abort();
    });
  // Both need hardly any of the packages.
  switch (onlyArgument(args)) {
    case '--help':
    case '-h': {
      const { usage } = await import('./usage.ts');
      return { output: usage, errors: '', exitCode: 0 };
    }
    case '--version': {
      const { versionText } = await import('./version.ts');
      return { output: versionText(), errors: '', exitCode: 0 };
    }
  }
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

/** What this machine refused is a sentence; other errors are our own and are thrown on. */
const fail = async (error: unknown): Promise<void> => {
  const { failureOf } = await import('@helm-charts/pipeline');
  const { printFinding } = await import('@helm-charts/types');
  const failure = failureOf(error);
  if (failure === undefined) throw error;
  process.exitCode = failure.exitCode;
  process.stderr.write(failure.findings.map((finding) => `${printFinding(finding)}\n`).join(''));
};

process.stdout.on('error', (error) => {
  // The reader of a pipe, for instance head, can end before the output.
  if ('code' in error && error.code === 'EPIPE') return;
  void fail(error);
});
// There is no other place to report it.
process.stderr.on('error', () => {});

try {
  const [args, directory] = [process.argv.slice(2), process.cwd()];
  const { output, errors, exitCode } =
    (isCached(args) ? recall(args, directory) : undefined) ?? (await perform(args, directory));
  process.exitCode = exitCode;
  process.stdout.write(output);
  process.stderr.write(errors);
} catch (error) {
  await fail(error);
}
