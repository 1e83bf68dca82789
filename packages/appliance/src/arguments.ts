import { parseArgs } from 'node:util';
import { type CommandName, commandNames, commands } from './commands.ts';
import { type Shell, shells } from './completion.ts';
import { milliseconds } from './duration.ts';
import { type OptionName, optionNames, options } from './options.ts';

/** What somebody asks of the program. */
export type Request =
  | { readonly kind: 'help'; readonly command?: CommandName }
  | { readonly kind: 'completion'; readonly shell: Shell }
  | { readonly kind: 'wrong'; readonly message: string; readonly command?: CommandName }
  | { readonly kind: 'run'; readonly command: CommandName; readonly given: Given };

/** The options that were given. */
export interface Given {
  readonly text: (name: OptionName) => string | undefined;
  readonly has: (name: OptionName) => boolean;
  readonly values: readonly string[];
}

/** Reads the arguments of the program. */
export const request = (args: readonly string[]): Request => {
  const [first = '--help', second] = args;
  if (first === '--help' || first === '-h' || first === 'help') return { kind: 'help' };
  if (first === 'completion') {
    const shell = shells.find((name) => name === second);
    if (shell !== undefined) return { kind: 'completion', shell };
    return { kind: 'wrong', message: `completion is for one of ${shells.join(', ')}` };
  }
  const command = commandNames.find((name) => name === first || name === `${first} ${second}`);
  if (command === undefined) {
    const known = [...commandNames, 'completion'].join(', ');
    return { kind: 'wrong', message: `there is no command "${first}"; there are ${known}` };
  }
  return ofCommand(command, args.slice(command.split(' ').length));
};

const ofCommand = (command: CommandName, args: readonly string[]): Request => {
  const wrong = (message: string): Request => ({ kind: 'wrong', message, command });
  const known = Object.fromEntries(
    commands[command].options.map((name) => {
      const { type, multiple = false } = options[name];
      return [name, { type, multiple }];
    }),
  );
  try {
    const { values } = parseArgs({ args: [...args], options: known, strict: true });
    const given: Given = {
      // Which of the two an option is stands in its definition.
      text: (name) => values[name] as string | undefined,
      has: (name) => values[name] === true,
      values: (values.values ?? []) as readonly string[],
    };
    if (given.has('help')) return { kind: 'help', command };
    const message = contradiction(command, given);
    return message === undefined ? { kind: 'run', command, given } : wrong(message);
  } catch (error) {
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split(
      /\.?\n|\. /,
    );
    return wrong(message);
  }
};

/** What an option by itself does not say: which go together and which must be given. */
const contradiction = (command: CommandName, given: Given): string | undefined => {
  const empty = optionNames.find((name) => given.text(name) === '');
  if (empty !== undefined) return `--${empty} needs a value`;
  const timeout = given.text('timeout');
  if (timeout !== undefined && !milliseconds(timeout)) {
    return `--timeout ${timeout} is no duration; write it like 90s or 1h30m`;
  }
  const refs = (['branch', 'tag', 'commit'] as const).filter((name) => given.text(name));
  if (refs.length > 1) {
    return `${refs.map((name) => `--${name}`).join(' and ')} say different things; give one`;
  }
  const ofGit = (['url', 'branch', 'commit'] as const).find((name) => given.text(name));
  if (given.text('registry') !== undefined && ofGit !== undefined) {
    return `--registry and --${ofGit} are of two kinds of sources; give one`;
  }
  if (given.has('insecure-registry') && given.text('registry') === undefined) {
    return 'say with --registry which registry is insecure';
  }
  if (command === 'secrets export' && given.text('output') === undefined) {
    return 'say with --output where the export goes';
  }
  if (command !== 'restore') return undefined;
  const isResume = given.has('resume');
  if ((given.text('from') !== undefined) === isResume) {
    return 'give --from with an export, or --resume to resume the releases';
  }
  if (isResume && given.has('keep-suspended'))
    return '--resume and --keep-suspended contradict each other';
  return undefined;
};
