import { parseArgs } from 'node:util';
import { type Finding, parseDuration } from '@helm-charts/types';
import { parseAddress } from './address/parse.ts';
import { type CommandName, commandNames, commands } from './commands.ts';
import { type Shell, shells } from './completion.ts';
import { type OptionName, optionNames, options } from './options.ts';

/** What somebody asks of the program. */
export type Request =
  | { readonly kind: 'help'; readonly command?: CommandName }
  | { readonly kind: 'completion'; readonly shell: Shell }
  | {
      readonly kind: 'wrong';
      readonly findings: readonly Finding[];
      readonly command?: CommandName;
    }
  | { readonly kind: 'run'; readonly command: CommandName; readonly given: Given };

/** The options that were given. */
export interface Given {
  readonly text: (name: OptionName) => string | undefined;
  readonly has: (name: OptionName) => boolean;
  readonly values: readonly string[];
  /** What was given besides options. */
  readonly operands: readonly string[];
}

/** Reads the arguments of the program. */
export const request = (args: readonly string[]): Request => {
  const [first = '--help', second] = args;
  if (first === '--help' || first === '-h' || first === 'help') return { kind: 'help' };
  if (first === 'completion') {
    const shell = shells.find((name) => name === second);
    if (shell !== undefined) return { kind: 'completion', shell };
    const fix = `choose one of ${shells.join(', ')}`;
    const message = second === undefined ? 'it needs a shell' : `it does not know "${second}"`;
    return { kind: 'wrong', findings: [wrongUsage('completion', message, fix)] };
  }
  const command = commandNames.find((name) => name === first || name === `${first} ${second}`);
  if (command === undefined) {
    const known = [...commandNames, 'completion'].join(', ');
    const finding = wrongUsage(first, 'there is no such command', `use one of ${known}`);
    return { kind: 'wrong', findings: [finding] };
  }
  return ofCommand(command, args.slice(command.split(' ').length));
};

const ofCommand = (command: CommandName, args: readonly string[]): Request => {
  const known = Object.fromEntries(
    commands[command].options.map((name) => {
      const { type, multiple = false } = options[name];
      return [name, { type, multiple }];
    }),
  );
  try {
    const allowPositionals = commands[command].operands !== undefined;
    const { values, positionals } = parseArgs({
      args: [...args],
      options: known,
      strict: true,
      allowPositionals,
    });
    const given: Given = {
      // Which of the two an option is stands in its definition.
      text: (name) => values[name] as string | undefined,
      has: (name) => values[name] === true,
      values: (values.values ?? []) as readonly string[],
      operands: positionals,
    };
    if (given.has('help')) return { kind: 'help', command };
    const findings = contradictions(command, given);
    return findings.length === 0
      ? { kind: 'run', command, given }
      : { kind: 'wrong', findings, command };
  } catch (error) {
    const [message = ''] = (error instanceof Error ? error.message : String(error)).split(
      /\.?\n|\. /,
    );
    return { kind: 'wrong', findings: [wrongUsage(command, message)], command };
  }
};

/** What is wrong with an option's text, and with options that do not go together, or not alone. */
const contradictions = (command: CommandName, given: Given): readonly Finding[] => {
  const empty = optionNames.filter((name) => given.text(name) === '');
  const refs = (['branch', 'tag', 'commit'] as const).filter((name) => given.text(name));
  const ofGit = (['url', 'branch', 'commit'] as const).find((name) => given.text(name));
  const [timeout, registry, url] = (['timeout', 'registry', 'url'] as const).map(given.text);
  return [
    ...empty.map((name) => wrongUsage(`--${name}`, 'it has no value', 'give one')),
    ...when(
      timeout && !parseDuration(timeout),
      wrongUsage('--timeout', `"${timeout}" is no duration`, 'write it like 90s or 1h30m'),
    ),
    ...when(
      registry && !registry.startsWith('oci://'),
      wrongUsage(
        '--registry',
        `"${registry}" is no address of a registry to Flux`,
        'write it like oci://registry.example.com/charts',
      ),
    ),
    ...when(
      url && !/^(https?|ssh):\/\//.test(url),
      wrongUsage(
        '--url',
        `"${url}" is no address of a Git repository to Flux`,
        'write it like https://git.example.com/site.git or ssh://git@git.example.com/site.git',
      ),
    ),
    ...ofAddress(given),
    ...when(
      refs.length > 1,
      wrongUsage(
        refs.map((name) => `--${name}`).join(' and '),
        'they name different versions',
        'give one of them',
      ),
    ),
    ...when(
      registry && ofGit,
      wrongUsage(
        `--registry and --${ofGit}`,
        'they are of two kinds of sources',
        'give one of them',
      ),
    ),
    ...when(
      given.has('insecure-registry') && registry === undefined,
      wrongUsage(
        '--insecure-registry',
        'it does not say which registry is insecure',
        'give --registry, too',
      ),
    ),
    ...when(
      command === 'secrets export' && given.text('output') === undefined,
      wrongUsage(command, 'it does not know which file to write', 'give --output'),
    ),
    ...(command === 'restore' ? ofRestore(given) : []),
  ];
};

const ofAddress = (given: Given): readonly Finding[] => {
  const address = given.text('address');
  const why = address ? parseAddress(address) : undefined;
  const [certificate, key] = [given.text('tls-cert'), given.text('tls-key')];
  return [
    ...when(
      typeof why === 'string',
      wrongUsage(
        '--address',
        `"${address}" ${why}`,
        'write it like https://psa.example.com or https://psa.example.com:30443',
      ),
    ),
    ...when(
      (certificate === undefined) !== (key === undefined),
      wrongUsage(
        certificate === undefined ? '--tls-key' : '--tls-cert',
        'a certificate and its key belong together',
        'give --tls-cert and --tls-key',
      ),
    ),
  ];
};

const ofRestore = (given: Given): readonly Finding[] => {
  const isResume = given.has('resume');
  return [
    ...when(
      ((given.text('from') ?? given.text('backup') ?? '') !== '') === isResume,
      wrongUsage(
        'restore',
        'it needs an export or a backup, or to resume the releases',
        'give --from, --backup or both, or else --resume',
      ),
    ),
    ...(['key', 'replace'] as const).flatMap((name) =>
      when(
        (given.has(name) || given.text(name) !== undefined) && !given.text('backup'),
        wrongUsage(`--${name}`, 'it belongs to a backup', 'give --backup, too'),
      ),
    ),
    ...when(
      given.text('backup') && !/^\d{4}-\d\d-\d\dT\d{6}Z$/.test(given.text('backup') ?? ''),
      wrongUsage(
        '--backup',
        `"${given.text('backup')}" is not the name of a backup`,
        'write it like 2026-01-31T023000Z',
      ),
    ),
    ...when(
      isResume && given.has('keep-suspended'),
      wrongUsage('--resume and --keep-suspended', 'they contradict each other', 'give one of them'),
    ),
  ];
};

const when = (isSo: unknown, finding: Finding): readonly Finding[] => (isSo ? [finding] : []);

const wrongUsage = (input: string, message: string, fix?: string): Finding => ({
  rule: 'usage',
  severity: 'error',
  input,
  message,
  ...(fix !== undefined && { fix }),
});
