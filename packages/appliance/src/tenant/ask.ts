import { tenantOf } from '@helm-charts/alga/tenant';
import type { Terminal } from '../terminal.ts';
import type { TenantData } from './fields.ts';

type Ask = NonNullable<Terminal['ask']>;
type Key = keyof TenantData;

/**
 * Asks for the organisation and its administrator, each field until it can be used. Undefined where the organisation stays empty and may: then
 * somebody adds the tenant later.
 */
export const askTenant = async (
  ask: Ask,
  say: (line: string) => void,
  isOptional: boolean,
): Promise<TenantData | undefined> => {
  const field = async (key: Key, question: string, isHidden = false): Promise<string> => {
    for (;;) {
      const text = await ask(`${question}: `, isHidden);
      const problem = problemOf(key, text);
      if (problem === undefined || (isOptional && isName(key) && text.trim() === '')) return text;
      say(`${question}: it ${problem}`);
    }
  };
  const later = isOptional ? ' (empty: create it later)' : '';
  const name = await field(
    'INITIAL_TENANT_NAME',
    `Organisation that works with this appliance${later}`,
  );
  if (name.trim() === '') return undefined;
  return {
    INITIAL_TENANT_NAME: name,
    INITIAL_ADMIN_FIRST_NAME: await field(
      'INITIAL_ADMIN_FIRST_NAME',
      'First name of its administrator',
    ),
    INITIAL_ADMIN_LAST_NAME: await field('INITIAL_ADMIN_LAST_NAME', 'Last name'),
    INITIAL_ADMIN_EMAIL: await field('INITIAL_ADMIN_EMAIL', 'E-mail address to log in with'),
    INITIAL_ADMIN_PASSWORD: await password(ask, say, field),
  };
};

const password = async (
  ask: Ask,
  say: (line: string) => void,
  field: (key: Key, question: string, isHidden: boolean) => Promise<string>,
): Promise<string> => {
  for (;;) {
    const first = await field('INITIAL_ADMIN_PASSWORD', 'Password', true);
    if ((await ask('The same again: ', true)) === first) return first;
    say('you typed two different ones');
  }
};

const isName = (key: Key): boolean => key === 'INITIAL_TENANT_NAME';

const problemOf = (key: Key, text: string): string | undefined => {
  const checked = tenantOf({ [key]: text });
  return 'tenant' in checked
    ? undefined
    : checked.problems.find((problem) => problem.key === key)?.message;
};
