import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { listAt, parseYaml, stringAt } from '@helm-charts/kubernetes';
import { runHelm } from './helm.ts';

/** Reads the index.yaml of a repository that helm has cached; empty for an OCI registry and a folder, which have none. */
export const openIndexCache = async (): Promise<(repository: string) => Promise<string>> => {
  const { cache, config } = await settings();
  const named = listAt(parseYaml(config).value, 'repositories');
  return (repository) => {
    const [, alias] = /^(?:@|alias:)(.+)$/.exec(repository) ?? [];
    const name = alias ?? stringAt(find(named, repository), 'name') ?? unnamed(repository);
    return read(join(cache, `${name}-index.yaml`));
  };
};

/** The arguments with which helm knows the repositories of a chart besides those that the user has added, from a file beside the copy of the chart. */
export const withRepositories = async (
  copy: string,
  repositories: readonly string[],
): Promise<readonly string[]> => {
  const { config } = await settings();
  const { value } = parseYaml(config);
  const named = listAt(value, 'repositories');
  const missing = [...new Set(repositories)]
    .filter((url) => /^https?:/.test(url) && find(named, url) === undefined)
    .map((url) => ({ name: unnamed(url), url }));
  if (missing.length === 0) return [];
  const file = join(copy, '.repositories.yaml');
  const all = { apiVersion: '', repositories: [...named, ...missing] };
  // It may hold the user's passwords.
  await writeFile(file, JSON.stringify(all), { mode: 0o600 });
  return ['--repository-config', file];
};

const settings = async (): Promise<{ readonly cache: string; readonly config: string }> => {
  const { stdout } = await runHelm(['env']);
  const setting = (name: string) => new RegExp(`^${name}="(.*)"$`, 'm').exec(stdout)?.[1] ?? '';
  return {
    cache: setting('HELM_REPOSITORY_CACHE'),
    config: await read(setting('HELM_REPOSITORY_CONFIG')),
  };
};

const find = (named: readonly unknown[], repository: string): unknown =>
  named.find((one) => withoutSlash(one) === repository.replace(/\/$/, ''));

const withoutSlash = (of: unknown): string | undefined => stringAt(of, 'url')?.replace(/\/$/, '');

/** The name of a repository that the user has not added (helm pkg/downloader/manager.go managerKeyPrefix). */
const unnamed = (repository: string): string =>
  `helm-manager-${createHash('sha256').update(repository).digest('hex')}`;

const read = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
