import { posix } from 'node:path';
import { listAt, stringAt } from '@helm-charts/kubernetes';
import type { Manifest } from '@helm-charts/types';
import { type SourceId, sourceId } from './source.ts';

/**
 * Where a path of a GitRepository comes from another one that it includes (source-controller:
 * api/v1/gitrepository_types.go, GitRepositoryInclude). Of several, the last one writes the files.
 */
export const includeAt = (
  repository: Manifest | undefined,
  path: string,
): { readonly source: SourceId; readonly path: string } | undefined =>
  listAt(repository?.spec, 'include')
    .flatMap((include) => {
      const name = stringAt(include, 'repository', 'name');
      const to = posix.join('/', stringAt(include, 'toPath') || (name ?? ''));
      const below = posix.relative(to, `/${path}`);
      if (name === undefined || below === '..' || below.startsWith('../')) return [];
      const from = posix.join('/', stringAt(include, 'fromPath') ?? '', below);
      return [
        {
          source: sourceId('GitRepository', repository?.metadata.namespace ?? '', name),
          path: from,
        },
      ];
    })
    .at(-1);
