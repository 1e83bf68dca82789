import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { JsonSchema } from '@helm-charts/types';
import { pathOfKind } from './custom-kind.ts';

/** The schema of a custom kind by its apiVersion and kind; undefined where the workspace has none. */
export type KnownKinds = (apiVersion: string, kind: string) => JsonSchema | undefined;

/** The custom kinds whose schemas lie in a folder, as `helm-charts schemas add` writes them. Each is read when it is asked for. */
export const knownKinds =
  (folder: string): KnownKinds =>
  (apiVersion, kind) => {
    const [group = '', version = ''] = apiVersion.split('/');
    const file = join(folder, `${pathOfKind({ group, version, kind })}.json`);
    if (!/^[\w.-]+\/[\w.-]+$/.test(apiVersion) || !/^\w+$/.test(kind) || !existsSync(file)) {
      return undefined;
    }
    // Whoever breaks the file finds out from the parser, which says where.
    return JSON.parse(readFileSync(file, 'utf8')) as JsonSchema;
  };
