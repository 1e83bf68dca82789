import { commandNames, commands } from './commands.ts';
import { type OptionName, optionNames, options } from './options.ts';

export type Shell = 'bash' | 'zsh';

export const shells: readonly Shell[] = ['bash', 'zsh'];

/** The script that completes the program's commands, options and files; zsh runs that of bash. */
export const completion = (shell: Shell): string =>
  shell === 'bash' ? bash : `autoload -U +X bashcompinit && bashcompinit\n${bash}`;

const takesFile = (name: OptionName): boolean => options[name].value === 'FILE';

const cases = commandNames
  .map((name) => {
    const words = commands[name].options.map((option) => `--${option}`).join(' ');
    return `    "${name}") words="${words}" ;;`;
  })
  .join('\n');

const ofSecrets = commandNames
  .filter((name) => name.startsWith('secrets '))
  .map((name) => name.split(' ')[1])
  .join(' ');

const bash = `_alga_appliance() {
  local current="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" words
  case "$previous" in
    ${optionNames
      .filter(takesFile)
      .map((name) => `--${name}`)
      .join('|')})
      mapfile -t COMPREPLY < <(compgen -f -- "$current"); return ;;
  esac
  local command="\${COMP_WORDS[1]}"
  [ "$command" = secrets ] && command="secrets \${COMP_WORDS[2]}"
  case "$command" in
${cases}
    "secrets "*) words="${ofSecrets}" ;;
    completion) words="${shells.join(' ')}" ;;
    *) words="${[...new Set(commandNames.map((name) => name.split(' ')[0]))].join(' ')} completion --help --version" ;;
  esac
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
}
complete -F _alga_appliance alga-appliance
`;
