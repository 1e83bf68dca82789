import { asker } from './ask.ts';
import { run } from './run.ts';
import { isLive, screenOn } from './screen.ts';

/** Runs the program with its arguments in this process and at its terminal, and returns its exit code. */
export const runHere = (args: readonly string[]): Promise<number> => {
  const { env, stdout, stderr } = process;
  const screen = isLive([stdout, stderr], env) ? screenOn(stderr, !env.NO_COLOR) : undefined;
  const say = screen?.write ?? ((text: string) => void stderr.write(text));
  const readsOnly = args[0] === 'status';
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      // The table ends first, so that this is below it.
      controller.abort();
      if (!readsOnly) say('stopping after what is being written; once more to stop at once\n');
    });
  }
  return run(args, {
    directory: process.cwd(),
    environment: env,
    print: (text) => void stdout.write(text),
    say,
    ask: asker(controller.signal, screen),
    screen,
    signal: controller.signal,
  });
};
