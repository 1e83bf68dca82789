import { parseArgs } from 'node:util';
import { parseDuration } from '@helm-charts/types';
import { type CommandName, commandNames, commands } from './commands.ts';
import { type Shell, shells } from './completion.ts';
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
    const messages = contradictions(command, given);
    return messages.length === 0 ? { kind: 'run', command, given } : wrong(messages.join('; '));
  } catch (error) {
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split(
      /\.?\n|\. /,
    );
    return wrong(message);
  }
};

/** What is wrong with an option's text, and with options that do not go together, or not alone. */
const contradictions = (command: CommandName, given: Given): readonly string[] => {
  const empty = optionNames.filter((name) => given.text(name) === '');
  const refs = (['branch', 'tag', 'commit'] as const).filter((name) => given.text(name));
  const ofGit = (['url', 'branch', 'commit'] as const).find((name) => given.text(name));
  const [timeout, registry, url] = (['timeout', 'registry', 'url'] as const).map(given.text);
  return [
    ...empty.map((name) => `--${name} needs a value`),
    ...sayIf(
      timeout && !parseDuration(timeout),
      `--timeout ${timeout} is no duration; write it like 90s or 1h30m`,
    ),
    ...sayIf(
      registry && !registry.startsWith('oci://'),
      `--registry ${registry} is no address of a registry to Flux; write it like oci://registry.site/alga`,
    ),
    ...sayIf(
      url && !/^(https?|ssh):\/\//.test(url),
      `--url ${url} is no address of a Git repository to Flux; write it like https://git.site/alga.git or ssh://git@git.site/alga.git`,
    ),
    ...sayIf(
      refs.length > 1,
      `${refs.map((name) => `--${name}`).join(' and ')} say different things; give one`,
    ),
    ...sayIf(registry && ofGit, `--registry and --${ofGit} are of two kinds of sources; give one`),
    ...sayIf(
      given.has('insecure-registry') && registry === undefined,
      'say with --registry which registry is insecure',
    ),
    ...sayIf(
      command === 'secrets export' && given.text('output') === undefined,
      'say with --output where the export goes',
    ),
    ...(command === 'restore' ? ofRestore(given) : []),
  ];
};

const ofRestore = (given: Given): readonly string[] => {
  const isResume = given.has('resume');
  return [
    ...sayIf(
      (given.text('from') !== undefined) === isResume,
      'give --from with an export, or --resume to resume the releases',
    ),
    ...sayIf(
      isResume && given.has('keep-suspended'),
      '--resume and --keep-suspended contradict each other',
    ),
  ];
};

const sayIf = (isSo: unknown, message: string): readonly string[] => (isSo ? [message] : []);
