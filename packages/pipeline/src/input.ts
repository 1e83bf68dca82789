import { join } from 'node:path';
import type { Files } from '@helm-charts/flux';
import type { Capabilities, Finding, JsonObject } from '@helm-charts/types';
import type { ChartStore } from './charts/prepare.ts';
import { readFiles } from './files.ts';

/** What is rendered and checked: a tree of Flux objects, or a chart by itself. Paths are absolute. */
export type Input = TreeInput | ChartInput;

interface Shared {
  /** The root of the repository, as Flux sees it. */
  readonly workspaceRoot: string;
  readonly files: Files;
  readonly directory: string;
  /** The directory that gets what is rendered, and loses all other files. */
  readonly out: string;
}

/** The directory that a cluster is bootstrapped from. */
export interface TreeInput extends Shared {
  readonly kind: 'tree';
  /** What charts of repositories and registries are locked to. */
  readonly lockFile: string;
  readonly store: ChartStore;
  /** The cluster that releases are rendered for, where that is a special one. */
  readonly capabilities?: Capabilities | undefined;
}

/** A chart, and what it is rendered with. */
export interface ChartInput extends Shared {
  readonly kind: 'chart';
  readonly scenarios: readonly Scenario[];
}

/** A named overlay that a chart is rendered with. */
interface Scenario {
  readonly name: string;
  /** `.Release.Name`. */
  readonly release: string;
  readonly namespace: string;
  readonly values: JsonObject;
  readonly capabilities?: Capabilities | undefined;
  /** What is wrong with its values; with an error among it, it is not rendered. */
  readonly findings: readonly Finding[];
}

/** What a tree is made from; the rest is as in a workspace unless given. */
export type TreeOptions = Pick<TreeInput, 'workspaceRoot' | 'directory' | 'out'> &
  Partial<TreeInput>;

/** A tree whose charts are locked by charts.lock.json of the workspace, with the packages and copies in its node_modules/.cache. */
export const treeInput = ({ workspaceRoot, ...options }: TreeOptions): TreeInput => {
  const cache = join(workspaceRoot, 'node_modules/.cache/helm-charts');
  return {
    kind: 'tree',
    workspaceRoot,
    files: readFiles(workspaceRoot),
    lockFile: join(workspaceRoot, 'charts.lock.json'),
    store: { packages: join(cache, 'packages'), cache: join(cache, 'charts') },
    ...options,
  };
};
