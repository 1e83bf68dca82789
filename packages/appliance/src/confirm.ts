import type { Finding } from '@helm-charts/types';
import type { Given } from './arguments.ts';
import { wipeNotice } from './commands/wipe.ts';
import type { Session } from './session.ts';
import type { Terminal } from './terminal.ts';

/** To wipe an appliance, a person types the name of the profile, or gives it with --profile and --yes. */
export const unconfirmed = async (
  session: Session,
  given: Given,
  terminal: Terminal,
): Promise<readonly Finding[]> => {
  const { name } = session.site;
  const finding = (input: string, message: string, fix: string): readonly Finding[] => [
    { rule: 'wipe', severity: 'error', input, message, fix },
  ];
  if (session.dryRun) return [];
  terminal.say(wipeNotice(session.site));
  if (given.has('yes')) {
    if (given.text('profile') === name) return [];
    return finding('--yes', 'it needs the name of the profile', `give --profile ${name}`);
  }
  if (terminal.ask === undefined) {
    return finding('wipe', 'there is no terminal to ask at', `give --yes --profile ${name}`);
  }
  const typed = await terminal.ask(`Type the name of the profile, ${name}, to go on: `);
  return typed.trim() === name
    ? []
    : finding(
        'wipe',
        'this is not the name of the profile, so nothing was deleted',
        `type ${name}`,
      );
};

/** To rotate credentials, a person answers yes, or gives --yes. */
export const unconfirmedRotation = async (
  names: readonly string[],
  given: Given,
  terminal: Terminal,
): Promise<readonly Finding[]> => {
  if (given.has('yes')) return [];
  const finding = (message: string, fix: string): readonly Finding[] => [
    { rule: 'rotation', severity: 'error', input: 'secrets rotate', message, fix },
  ];
  if (terminal.ask === undefined) return finding('there is no terminal to ask at', 'give --yes');
  terminal.say(`This gives ${names.join(', ')} new values and restarts the pods that read them.\n`);
  const typed = await terminal.ask('Type yes to go on: ');
  return typed.trim() === 'yes' ? [] : finding('nothing was rotated', 'type yes, or give --yes');
};
