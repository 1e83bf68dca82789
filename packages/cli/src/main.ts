import { failureOf } from '@helm-charts/pipeline';
import { printFinding } from '@helm-charts/types';
import { run } from './run.ts';

const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => {
    // The second one does not wait for work that takes long to stop.
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  });

/** What this machine refused is a sentence; other errors are our own and are thrown on. */
const fail = (error: unknown): void => {
  const failure = failureOf(error);
  if (failure === undefined) throw error;
  process.exitCode = failure.exitCode;
  process.stderr.write(failure.findings.map((finding) => `${printFinding(finding)}\n`).join(''));
};

process.stdout.on('error', (error) => {
  // The reader of a pipe, for instance head, can end before the output.
  if ('code' in error && error.code === 'EPIPE') return;
  fail(error);
});
// There is no other place to report it.
process.stderr.on('error', () => {});

try {
  const { output, errors, exitCode } = await run(
    process.argv.slice(2),
    process.cwd(),
    controller.signal,
  );
  process.exitCode = exitCode;
  process.stdout.write(output);
  process.stderr.write(errors);
} catch (error) {
  fail(error);
}
