import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { Failure } from '@helm-charts/types';
import { parse } from 'yaml';
import type { Credential } from './credential.ts';
import type { Environment } from './environment.ts';

/** What `helm repo add` has stored of a Helm repository. */
export interface KnownRepository {
  readonly credential: Credential | undefined;
  /** A file with certificate authorities. */
  readonly authorityFile: string | undefined;
}

/**
 * Finds a Helm repository by its URL in the repositories.yaml of Helm (helm: pkg/repo/v1/repo.go).
 * @throws {Failure} With exit code 2 if the file is not YAML, and with 3 if it can't be read.
 */
export const findRepository = async (
  url: string,
  environment: Environment = process.env,
): Promise<KnownRepository | undefined> => {
  const path = pathOf(environment);
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return '';
    throw unusable(3, path, `can't be read (${error.code})`, 'correct its permissions');
  });
  const found = entriesOf(text, path).find((one) => withoutSlash(one.url) === withoutSlash(url));
  if (found === undefined) return undefined;
  const { username, password, caFile } = found;
  const isComplete = typeof username === 'string' && typeof password === 'string' && username;
  return {
    credential: isComplete ? { kind: 'basic', username, password } : undefined,
    authorityFile: typeof caFile === 'string' && caFile !== '' ? caFile : undefined,
  };
};

type Entry = Readonly<Record<string, unknown>>;

const entriesOf = (text: string, path: string): readonly Entry[] => {
  if (text.trim() === '') return [];
  try {
    const value = parse(text) as { readonly repositories?: unknown } | null;
    const list = value?.repositories;
    return Array.isArray(list) ? list.filter((one) => typeof one === 'object' && one) : [];
  } catch {
    throw unusable(2, path, 'is not YAML', 'correct it, or add the repositories again');
  }
};

const pathOf = (environment: Environment): string => {
  const home = environment.HOME ?? homedir();
  const config = environment.XDG_CONFIG_HOME ?? join(home, '.config');
  return (
    environment.HELM_REPOSITORY_CONFIG ??
    join(environment.HELM_CONFIG_HOME ?? join(config, 'helm'), 'repositories.yaml')
  );
};

const withoutSlash = (url: unknown): string => String(url).replace(/\/+$/, '');

/** Without a cause: a message of the parser may quote a password. */
const unusable = (exitCode: 2 | 3, input: string, what: string, fix: string): Failure =>
  new Failure(exitCode, [
    {
      rule: 'credentials',
      severity: 'error',
      input,
      message: `the file of Helm's repositories ${what}`,
      fix,
    },
  ]);
