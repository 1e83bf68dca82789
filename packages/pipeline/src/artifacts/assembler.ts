import { createHash } from 'node:crypto';
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { ioFailure, makeFolder, memoize } from '@helm-charts/engine';
import {
  type Assembled,
  type Assembler,
  type Assembly,
  isNeverInArtifact,
} from '@helm-charts/flux';
import { applyCopy } from './copy.ts';
import { emptyStaging, type Staging } from './tree.ts';

/** An assembler that also knows which files of a repository its artifacts are made of. */
export interface ArtifactStore extends Assembler {
  /** The name in findings of a path in an artifact: the file that it is a copy of, relative to the repository. */
  readonly nameOf: (path: string) => string | undefined;
}

/**
 * Puts artifacts together as source-watcher does (internal/builder/builder.go, Build), each in a directory of a cache folder
 * (absolute) that has the hash of its content as name.
 */
export const artifactStore = (workspaceRoot: string, folder: string): ArtifactStore => {
  const roots = new Map<string, string>();
  const names = new Map<string, string>();
  const known = new Map<string, Assembled>();
  const rootOf = (path: string) =>
    [...roots.keys()].find((root) => path === root || path.startsWith(`${root}/`));
  const assemble = (assembly: Assembly): Assembled => {
    const staging = emptyStaging();
    for (const [index, copy] of assembly.copies.entries()) {
      const problem = applyCopy(copy, staging);
      if (problem !== undefined)
        return { problem: `copy[${index}] from "${copy.from}" fails, since ${problem}` };
    }
    for (const path of [...staging.files.keys(), ...staging.directories])
      if (path !== '.' && isNeverInArtifact(path, staging.directories.has(path))) {
        staging.files.delete(path);
        staging.directories.delete(path);
      }
    const directory = join(writable(folder), `artifact-${hashOf(staging)}`);
    write(directory, staging);
    roots.set(directory, assembly.id);
    for (const [path, { from }] of staging.files) {
      names.set(join(directory, path), nameOf(from) ?? relative(workspaceRoot, from));
    }
    return { directory };
  };
  const nameOf = (path: string): string | undefined => {
    const root = rootOf(path);
    if (root === undefined) return undefined;
    return names.get(path) ?? [roots.get(root), relative(root, path)].filter(Boolean).join(': ');
  };
  return {
    assemble: (assembly) => {
      const key = JSON.stringify(assembly);
      const result = known.get(key) ?? assemble(assembly);
      known.set(key, result);
      return result;
    },
    rootOf,
    nameOf,
  };
};

/** The cache folder; if it can't be written, a temporary folder that lasts as long as the process. */
const writable: (folder: string) => string = memoize((folder: string) => {
  try {
    makeFolder(folder);
    accessSync(folder, constants.W_OK);
    return folder;
  } catch {
    const temporary = mkdtempSync(join(tmpdir(), 'artifacts-'));
    process.once('exit', () => rmSync(temporary, { recursive: true, force: true }));
    return temporary;
  }
});

const hashOf = ({ files, directories }: Staging): string => {
  const hash = createHash('sha256').update(JSON.stringify([...directories].toSorted()));
  for (const [path, { content }] of [...files].toSorted(([a], [b]) => (a < b ? -1 : 1)))
    hash.update(`${path}\0${content.length}\0`).update(content);
  return hash.digest('hex');
};

/** Another run may write the same directory at the same time. */
const write = (directory: string, { files, directories }: Staging): void => {
  const temporary = `${directory}.${process.pid}.tmp`;
  try {
    if (existsSync(directory)) {
      utimesSync(directory, new Date(), new Date());
      return;
    }
    for (const path of directories) makeFolder(join(temporary, path));
    for (const [path, { content }] of files) {
      makeFolder(dirname(join(temporary, path)));
      writeFileSync(join(temporary, path), content);
    }
    renameSync(temporary, directory);
  } catch (error) {
    if (existsSync(directory)) return;
    throw ioFailure(error, { folder: dirname(directory) }) ?? error;
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
};
