/** The organisation that a new installation serves, and its first administrator. */
export interface Tenant {
  readonly name: string;
  readonly firstName: string;
  readonly lastName: string;
  /** In lower case. It is the name with which the administrator logs in. */
  readonly email: string;
  readonly password: string;
  /** A UUID that a registry has given to the tenant; the database makes one otherwise. */
  readonly id?: string;
}

/** What is wrong with one key of the Secret. The text does not hold the value. */
export interface TenantProblem {
  readonly key: TenantKey;
  readonly message: string;
}

export type TenantKey = (typeof tenantKeys)[number];

/** Name of the Secret with the first tenant. The name and its keys are those of Alga PSA's own appliance. */
export const tenantSecret = 'appliance-initial-tenant';

/** Keys of the Secret. `INITIAL_TENANT_ID` is optional. */
export const tenantKeys = [
  'INITIAL_TENANT_NAME',
  'INITIAL_ADMIN_FIRST_NAME',
  'INITIAL_ADMIN_LAST_NAME',
  'INITIAL_ADMIN_EMAIL',
  'INITIAL_ADMIN_PASSWORD',
  'INITIAL_TENANT_ID',
] as const;

export const isTenantKey = (key: string): key is TenantKey =>
  (tenantKeys as readonly string[]).includes(key);

/** Reads the tenant from the keys of its Secret, or says everything that is wrong with them. */
export const tenantOf = (
  data: Readonly<Partial<Record<TenantKey, string>>>,
): { readonly tenant: Tenant } | { readonly problems: readonly TenantProblem[] } => {
  const text = (key: TenantKey) => data[key]?.trim() ?? '';
  const id = text('INITIAL_TENANT_ID').toLowerCase();
  const tenant: Tenant = {
    name: text('INITIAL_TENANT_NAME'),
    firstName: text('INITIAL_ADMIN_FIRST_NAME'),
    lastName: text('INITIAL_ADMIN_LAST_NAME'),
    email: text('INITIAL_ADMIN_EMAIL').toLowerCase(),
    // White space at its ends belongs to a password.
    password: data.INITIAL_ADMIN_PASSWORD ?? '',
    ...(id !== '' && { id }),
  };
  const problems = tenantKeys.flatMap((key): readonly TenantProblem[] => {
    const message = problemOf(key, tenant);
    return message === undefined ? [] : [{ key, message }];
  });
  return problems.length > 0 ? { problems } : { tenant };
};

const problemOf = (key: TenantKey, tenant: Tenant): string | undefined => {
  switch (key) {
    case 'INITIAL_TENANT_NAME':
      return textProblem(tenant.name);
    case 'INITIAL_ADMIN_FIRST_NAME':
      return textProblem(tenant.firstName);
    case 'INITIAL_ADMIN_LAST_NAME':
      return textProblem(tenant.lastName);
    case 'INITIAL_ADMIN_EMAIL':
      return emailProblem(tenant.email);
    case 'INITIAL_ADMIN_PASSWORD':
      return passwordProblem(tenant.password);
    case 'INITIAL_TENANT_ID':
      return tenant.id === undefined || uuid.test(tenant.id) ? undefined : 'is not a UUID';
  }
};

const textProblem = (text: string): string | undefined => {
  if (text === '') return 'is missing';
  if (text.length > 255) return 'is longer than 255 characters';
  return hasControlCharacter(text) ? 'has a line break or another control character' : undefined;
};

const emailProblem = (email: string): string | undefined =>
  textProblem(email) ??
  (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(email) ? undefined : 'is not an e-mail address');

/** The rule of Alga PSA: `validatePassword` in ee/appliance/host-service/setup-engine.mjs of Nine-Minds/alga-psa. */
const passwordProblem = (password: string): string | undefined => {
  if (password === '') return 'is missing';
  if (hasControlCharacter(password)) return 'has a line break or another control character';
  const lacks = [
    password.length >= 8 ? '' : 'at least 8 characters',
    /[a-z]/.test(password) ? '' : 'a lower-case letter',
    /[A-Z]/.test(password) ? '' : 'an upper-case letter',
    /\d/.test(password) ? '' : 'a digit',
    /[!@#$%^&*(),.?":{}|<>]/.test(password) ? '' : 'one of the characters !@#$%^&*(),.?":{}|<>',
  ].filter((one) => one !== '');
  return lacks.length === 0 ? undefined : `needs ${list(lacks)}`;
};

const list = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

const hasControlCharacter = (text: string): boolean => /\p{Cc}/u.test(text);

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
