import { join } from 'node:path';
import { memoize } from '@helm-charts/engine';
import { type Assembler, type Assumptions, type FindCopy, readLock } from '@helm-charts/flux';
import type { Target } from '@helm-charts/kubernetes';
import type { Finding, JsonObject, ProfileCluster, TargetCluster } from '@helm-charts/types';
import { artifactStore } from './artifacts/assembler.ts';
import { cacheFolder } from './cache-folder.ts';
import type { ChartStore } from './charts/prepare.ts';
import { copiesIn } from './copies.ts';
import { readFiles, type WorkspaceFiles } from './files.ts';
import type { Folders } from './folders.ts';

/** The input of a render: a tree of Flux objects, or a chart. Paths are absolute. */
export type Input = TreeInput | ChartInput;

interface Shared {
  /** The root of the repository. */
  readonly workspaceRoot: string;
  readonly files: WorkspaceFiles;
  readonly directory: string;
  /** The output directory. All other files in it are removed. Undefined if nothing is written. */
  readonly out: string | undefined;
  /** Whether the output directory gets a marker, since it may be anywhere. */
  readonly isMarked?: boolean;
  /** The versions of Kubernetes and Flux; the default ones unless set. */
  readonly target?: Target;
  /** Whether releases are also rendered as upgrades, to find what differs. */
  readonly upgrade?: boolean;
}

/** The directory that `flux bootstrap` applies. */
export interface TreeInput extends Shared {
  readonly kind: 'tree';
  /** The lock file of charts from repositories and registries. */
  readonly lockFile: string;
  readonly store: ChartStore;
  /** The directories of sources that contain this repository, relative to it. */
  readonly declaredSources?: Readonly<Record<string, string>> | undefined;
  /** What the cluster has besides the objects of the tree. */
  readonly assumptions?: Assumptions | undefined;
  /** Finds the local copies of remote bases. */
  readonly copyOf?: FindCopy | undefined;
  /** Puts the artifacts of ArtifactGenerators together. */
  readonly assembler?: Assembler | undefined;
  /** The cluster that the releases are rendered for, if it differs from the default. */
  readonly cluster?: ProfileCluster | undefined;
}

/** A chart and its scenarios. */
export interface ChartInput extends Shared {
  readonly kind: 'chart';
  readonly scenarios: readonly Scenario[];
}

/** A named overlay of a chart. */
interface Scenario {
  readonly name: string;
  /** `.Release.Name`. */
  readonly release: string;
  readonly namespace: string;
  readonly values: JsonObject;
  readonly cluster?: TargetCluster | undefined;
  /** The findings for its values. If one is an error, the scenario is not rendered. */
  readonly findings: readonly Finding[];
}

/** The options of a tree. Absent ones have the defaults of a workspace. */
export type TreeOptions = Pick<TreeInput, 'workspaceRoot' | 'directory' | 'out'> &
  Partial<TreeInput> & {
    /** The folders of charts that were read before. */
    readonly folders?: Folders;
  };

/**
 * A tree with the lock file charts.lock.json of the workspace, and with packages and chart copies in its cache.
 */
export const treeInput = ({ workspaceRoot, folders, ...options }: TreeOptions): TreeInput => {
  const cache = cacheFolder(workspaceRoot);
  const assembler = artifactStore(workspaceRoot, join(cache, 'charts'));
  const input = {
    kind: 'tree' as const,
    workspaceRoot,
    files: readFiles(workspaceRoot, { folders, nameOf: assembler.nameOf }),
    assembler,
    lockFile: join(workspaceRoot, 'charts.lock.json'),
    store: {
      packages: join(cache, 'packages'),
      remotes: join(cache, 'remotes'),
      cache: join(cache, 'charts'),
    },
    ...options,
  };
  const { lockFile, files, store } = input;
  const remotes = memoize((file: string) => readLock(file, files).remotes);
  const copies = { copyOf: copiesIn(store.remotes, () => remotes(lockFile)) };
  return { ...copies, ...input };
};
