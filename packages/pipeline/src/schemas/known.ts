import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Failure, type JsonSchema } from '@helm-charts/types';
import { loadConfig } from '../config.ts';
import { pathOfKind } from './custom-kind.ts';

/** Returns the schema of a custom kind by apiVersion and kind; undefined if the workspace has none. */
export type KnownKinds = (apiVersion: string, kind: string) => JsonSchema | undefined;

/** The custom kinds of a workspace. Other code reports a configuration that can't be read. */
export const workspaceKinds = async (workspace: string): Promise<KnownKinds> => {
  const { value } = await loadConfig(workspace);
  return knownKinds(join(workspace, value?.schemas ?? 'schemas'));
};

/**
 * The custom kinds with schemas in a folder, as `helm-charts schemas add` writes them. Each is read when it is needed.
 * The returned function throws a Failure with exit code 2 if a file is not valid JSON.
 */
export const knownKinds =
  (folder: string): KnownKinds =>
  (apiVersion, kind) => {
    const [group = '', version = ''] = apiVersion.split('/');
    const file = join(folder, `${pathOfKind({ group, version, kind })}.json`);
    if (!/^[\w.-]+\/[\w.-]+$/.test(apiVersion) || !/^\w+$/.test(kind) || !existsSync(file)) {
      return undefined;
    }
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as JsonSchema;
    } catch (cause) {
      const message = `the schema of ${kind} cannot be read, so objects of that kind are not validated (${String(cause)})`;
      const fix = 'add it again with helm-charts schemas add';
      const finding = { rule: 'schemas', severity: 'error', input: file, message, fix } as const;
      throw new Failure(2, [finding], { cause });
    }
  };
