import { run } from './run.ts';

const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => controller.abort());

const { output, errors, exitCode } = await run(
  process.argv.slice(2),
  process.cwd(),
  controller.signal,
);
process.stdout.write(output);
process.stderr.write(errors);
process.exitCode = exitCode;
