import { type Command, type CommandName, commandNames, commands } from './commands.ts';
import { options } from './options.ts';

/** What `--help` prints: of the program, or of one command. */
export const usage = (name?: CommandName): string =>
  name === undefined ? ofProgram() : ofCommand(name, commands[name]);

const ofProgram = (): string => `Sets up and runs a single-node appliance of a Flux profile.

  alga-appliance <command> [options]

Commands
${table([
  ...commandNames.map((name): Row => [name, commands[name].summary]),
  ['completion', 'print the completion script for bash or zsh'],
])}

  alga-appliance <command> --help  says what a command does and takes.
  alga-appliance --version         prints the version.

${codes}`;

const ofCommand = (
  name: CommandName,
  { description, operands, options: names }: Command,
): string => {
  const words = [name, ...(operands === undefined ? [] : [operands])].join(' ');
  const rows = names.map((option): Row => {
    const { value, help } = options[option];
    return [`--${option}${value === undefined ? '' : ` ${value}`}`, help];
  });
  return `${description}\n\n  alga-appliance ${words} [options]\n\nOptions\n${table(rows)}\n\n${codes}`;
};

type Row = readonly [string, string];

const table = (rows: readonly Row[]): string => {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, help]) => `  ${name.padEnd(width)}  ${help}`).join('\n');
};

const codes = `Exit codes
  0 done · 1 not everything is ready · 2 wrong usage or input · 3 something is missing · 4 the cluster refused · 130 interrupted
`;
