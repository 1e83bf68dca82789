import { readFile } from 'node:fs/promises';
import { Failure } from '@helm-charts/types';
import type { Credential } from './credential.ts';

/** What a file like ~/.docker/config.json says of credentials. */
export interface ConfigFile {
  readonly path: string;
  readonly auths: Readonly<Record<string, unknown>>;
  /** Names of programs docker-credential-*, by host. */
  readonly credHelpers: Readonly<Record<string, unknown>>;
  /** The program for all hosts. */
  readonly credsStore: string | undefined;
}

/**
 * Reads a file; undefined if it does not exist.
 * @throws {Failure} With exit code 2 if it is no JSON object, and with 3 if it can't be read.
 */
export const readConfigFile = async (path: string): Promise<ConfigFile | undefined> => {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw unusable(
      3,
      path,
      `the file with credentials can't be read (${error.code})`,
      'correct its permissions',
    );
  });
  // Podman creates an empty file.
  if (text === undefined || text.trim() === '') return undefined;
  const config = objectOf(parse(text));
  if (config === undefined)
    throw unusable(
      2,
      path,
      'the file with credentials is no JSON object',
      'correct it, or log in again',
    );
  const { auths, credHelpers, credsStore } = config;
  return {
    path,
    auths: objectOf(auths) ?? {},
    credHelpers: objectOf(credHelpers) ?? {},
    credsStore: typeof credsStore === 'string' && credsStore !== '' ? credsStore : undefined,
  };
};

/** The credential that an entry of `auths` contains. Undefined if a credential helper has it. */
export const credentialOf = (
  entry: unknown,
  path: string,
  host: string,
): Credential | undefined => {
  const { auth, username, password, identitytoken, registrytoken } = objectOf(entry) ?? {};
  if (isText(identitytoken)) return { kind: 'identity', token: identitytoken };
  if (isText(registrytoken)) return { kind: 'bearer', token: registrytoken };
  if (isText(auth)) {
    // Some programs fill the end with zeros.
    const pair = Buffer.from(auth, 'base64').toString().replace(/\0+$/, '');
    const colon = pair.indexOf(':');
    if (colon < 1)
      throw unusable(
        2,
        path,
        `auths of ${host} has no user and password in its field auth`,
        loginAgain(host),
      );
    return { kind: 'basic', username: pair.slice(0, colon), password: pair.slice(colon + 1) };
  }
  return isText(username) && isText(password) ? { kind: 'basic', username, password } : undefined;
};

const loginAgain = (host: string): string => `run: helm registry login ${host}`;

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

const objectOf = (value: unknown): Readonly<Record<string, unknown>> | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;

const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Without a cause: the message of an error of JSON.parse quotes the text. */
const unusable = (exitCode: 2 | 3, input: string, message: string, fix: string): Failure =>
  new Failure(exitCode, [{ rule: 'credentials', severity: 'error', input, message, fix }]);
