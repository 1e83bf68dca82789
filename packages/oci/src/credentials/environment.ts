import { Failure } from '@helm-charts/types';
import type { Credential } from './credential.ts';

/** Environment variables. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the credentials of a host from HELM_CHARTS_REGISTRY_USERNAME and HELM_CHARTS_REGISTRY_PASSWORD. HELM_CHARTS_REGISTRY names the
 * host, since no other one may get them.
 * @throws {Failure} With exit code 2 if one of the variables is missing.
 */
export const environmentCredential = (
  environment: Environment,
  host: string,
): Credential | undefined => {
  const values = names.map((name) => environment[name]);
  const [registry, username, password] = values;
  if (username === undefined && password === undefined) return undefined;
  const missing = names.filter((_, index) => !values[index]);
  if (
    missing.length > 0 ||
    registry === undefined ||
    username === undefined ||
    password === undefined
  )
    throw new Failure(
      2,
      missing.map((name) => ({
        rule: 'credentials',
        severity: 'error',
        input: name,
        message: `the environment variable is not set, and ${names.filter((one) => !missing.includes(one)).join(' and ')} ${missing.length === 2 ? 'is' : 'are'}`,
        fix: `set all of ${names.join(', ')}, or none`,
      })),
    );
  return registry === host ? { kind: 'basic', username, password } : undefined;
};

const names = [
  'HELM_CHARTS_REGISTRY',
  'HELM_CHARTS_REGISTRY_USERNAME',
  'HELM_CHARTS_REGISTRY_PASSWORD',
] as const;
