import { join } from 'node:path';
import { VersionActions } from 'nx/release';
import type { ProjectGraph, Tree } from 'nx/src/devkit-exports.js';

type Ranges = Readonly<Record<string, string>>;

/** What a release changes of a package.json, and of the same package in package-lock.json. */
interface Manifest {
  readonly version: string;
  readonly dependencies?: Ranges;
  readonly devDependencies?: Ranges;
  readonly peerDependencies?: Ranges;
  readonly optionalDependencies?: Ranges;
}

interface Lockfile {
  readonly packages: Readonly<Record<string, Manifest>>;
}

const collections = [
  'dependencies',
  'devDependencies',
  'peerDependencies',
  'optionalDependencies',
] as const;

/**
 * Tells `nx release` where a package of this repository keeps its version and those of the packages that it depends on. Nx asks for a class,
 * and takes the default export of this file.
 */
export default class extends VersionActions {
  override validManifestFilenames = ['package.json'];
  override excludeManifestsFromFormatting = true;

  override async readCurrentVersionFromSourceManifest(tree: Tree) {
    const { version } = this.#manifest(tree);
    return { currentVersion: version, manifestPath: this.#path };
  }

  /** All versions stand in the package.json files, so no registry is asked. */
  override async readCurrentVersionFromRegistry() {
    return null;
  }

  override async readCurrentVersionOfDependency(tree: Tree, graph: ProjectGraph, project: string) {
    const manifest = this.#manifest(tree);
    const name = packageName(graph, project);
    const collection = collections.find((one) => name in (manifest[one] ?? {}));
    return {
      currentVersion: (collection && manifest[collection]?.[name]) ?? null,
      dependencyCollection: collection ?? null,
    };
  }

  override async updateProjectVersion(tree: Tree, version: string) {
    this.#update(tree, (manifest) => ({ ...manifest, version }));
    return [`${this.#path} has version ${version}`];
  }

  override async updateProjectDependencies(tree: Tree, graph: ProjectGraph, ranges: Ranges) {
    const byPackage = Object.fromEntries(
      Object.entries(ranges).map(([project, range]) => [packageName(graph, project), range]),
    );
    const names = Object.keys(byPackage);
    if (names.length === 0) return [];
    this.#update(tree, (manifest) => withRanges(manifest, byPackage));
    return [`${this.#path} depends on the new versions of ${names.join(', ')}`];
  }

  get #path(): string {
    return join(this.projectGraphNode.data.root, 'package.json');
  }

  #manifest(tree: Tree): Manifest {
    return readJson<Manifest>(tree, this.#path);
  }

  /** Changes the package.json, and with it the entry of the package in package-lock.json, which `npm ci` compares with it. */
  #update(tree: Tree, change: (manifest: Manifest) => Manifest): void {
    writeJson(tree, this.#path, change(this.#manifest(tree)));
    const { root } = this.projectGraphNode.data;
    const lockfile = readJson<Lockfile>(tree, 'package-lock.json');
    const entry = lockfile.packages[root];
    if (entry === undefined) return;
    const packages = { ...lockfile.packages, [root]: change(entry) };
    writeJson(tree, 'package-lock.json', { ...lockfile, packages });
  }
}

const withRanges = (manifest: Manifest, ranges: Ranges): Manifest => ({
  ...manifest,
  ...Object.fromEntries(
    collections.flatMap((collection) => {
      const before = manifest[collection];
      if (before === undefined) return [];
      const after = Object.entries(before).map(([name, range]) => [name, ranges[name] ?? range]);
      return [[collection, Object.fromEntries(after)]];
    }),
  ),
});

const packageName = (graph: ProjectGraph, project: string): string =>
  graph.nodes[project]?.data.metadata?.js?.packageName ?? project;

const readJson = <T>(tree: Tree, path: string): T => JSON.parse(tree.read(path, 'utf8') ?? '') as T;

const writeJson = (tree: Tree, path: string, value: object): void =>
  tree.write(path, `${JSON.stringify(value, undefined, 2)}\n`);
