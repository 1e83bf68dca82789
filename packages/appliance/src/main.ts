import { asker } from './ask.ts';
import { run } from './run.ts';
import { isLive, screenOn } from './screen.ts';

const { argv, env, stdout, stderr } = process;
const screen = isLive([stdout, stderr], env) ? screenOn(stderr, !env.NO_COLOR) : undefined;
const say = screen?.write ?? ((text: string) => void stderr.write(text));
const readsOnly = argv[2] === 'status';
const controller = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => {
    // The table ends first, so that this is below it.
    controller.abort();
    if (!readsOnly) say('stopping after what is being written; once more to stop at once\n');
  });
}

process.exitCode = await run(argv.slice(2), {
  directory: process.cwd(),
  environment: env,
  print: (text) => void stdout.write(text),
  say,
  ask: asker(controller.signal, screen),
  screen,
  signal: controller.signal,
});
