import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { previousKey, rotationKey } from '@helm-charts/alga/credentials';
import {
  type License,
  licenseKeys,
  licenseOf,
  type Tenant,
  tenantKeys,
  tenantOf,
} from '@helm-charts/alga/tenant';
import type { PasswordHashing } from './password.ts';

export type Environment = Readonly<Partial<Record<string, string>>>;

/**
 * Printable ASCII only: psql and PgBouncer write other letters in the form of RFC 4013 before they hash a password, and node-postgres does not.
 * With such a password some programs could log in and others could not.
 */
export const passwordOf = (
  path: string,
): { readonly password: string; readonly problem?: string } => {
  const see = 'see the Secret that is mounted there';
  if (!existsSync(path))
    return { password: '', problem: `the password ${path} is missing: ${see}` };
  const password = readFileSync(path, 'utf8');
  if (password === '') return { password, problem: `the password ${path} is empty: ${see}` };
  if (/^[ -~]+$/.test(password)) return { password };
  const what = /[\r\n]/.test(password) ? 'a line break' : 'a character that is not printable ASCII';
  return {
    password,
    problem: `the password ${path} contains ${what}, which not every program reads in the same way: change the Secret`,
  };
};

/** What the Secret has only while its passwords are rotated. */
export const rotationOf = (
  folder: string,
): { readonly rotation?: string; readonly previousPassword?: string } => {
  const [rotation, previousPassword] = [rotationKey, previousKey('DB_PASSWORD_SUPERUSER')]
    .map((key) => join(folder, key))
    .map((file) => (existsSync(file) ? readFileSync(file, 'utf8') : undefined));
  return { ...(rotation && { rotation }), ...(previousPassword && { previousPassword }) };
};

/** The CA certificate of Postgres in a file; undefined where the file does not exist, since the Secret is optional. */
export const authorityOf = (file: string | undefined, problems: string[]): string | undefined => {
  if (!file || !existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  if (text === '') return undefined;
  try {
    return new X509Certificate(text).toString();
  } catch {
    problems.push(`${file} is not a certificate in PEM: see the Secret that is mounted there`);
    return undefined;
  }
};

/** The variables that the application itself reads. */
export const hashingOf = (environment: Environment, problems: string[]): PasswordHashing => {
  const number = (name: string): number => {
    const value = Number(environment[name]);
    if (!(value > 0)) problems.push(`the variable ${name} is not a number`);
    return value;
  };
  const pepper = environment.nextauth_secret ?? environment.NEXTAUTH_SECRET ?? '';
  if (pepper === '') problems.push('the variable NEXTAUTH_SECRET is missing');
  return {
    saltBytes: number('SALT_BYTES'),
    iterations: number('ITERATIONS'),
    keyLength: number('KEY_LENGTH'),
    digest: environment.ALGORITHM ?? 'sha512',
    pepper,
  };
};

export const secretsOf = (
  { TENANT_DIR, LICENSE_DIR }: Environment,
  problems: string[],
): { readonly tenant?: Tenant; readonly license: License } => {
  const licenseData = keysIn(LICENSE_DIR, licenseKeys);
  const license = licenseOf(licenseData);
  if ('problem' in license) problems.push(`the Secret with the licence: ${license.problem}`);
  const known = 'license' in license ? license.license : { edition: 'ee' as const };
  const data = keysIn(TENANT_DIR, tenantKeys);
  if (Object.keys(data).length === 0) return { license: known };
  const tenant = tenantOf(data);
  if ('tenant' in tenant) return { tenant: tenant.tenant, license: known };
  for (const { key, message } of tenant.problems) {
    problems.push(`the Secret with the tenant: ${key} ${message}`);
  }
  return { license: known };
};

const keysIn = <Key extends string>(
  folder: string | undefined,
  keys: readonly Key[],
): Partial<Record<Key, string>> => {
  const files = keys.map((key) => [key, join(folder || '/nonexistent', key)] as const);
  const present = files.filter(([, file]) => existsSync(file));
  // `fromEntries` forgets the type of the keys.
  return Object.fromEntries(
    present.map(([key, file]) => [key, readFileSync(file, 'utf8')]),
  ) as Partial<Record<Key, string>>;
};
