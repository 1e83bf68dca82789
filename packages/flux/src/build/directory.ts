import { resolve } from 'node:path';
import type { FieldPath } from '@helm-charts/kubernetes';
import { listAt, valueAt } from '@helm-charts/kubernetes';
import { type Build, type Finding, groupBy, type Manifest } from '@helm-charts/types';
import type { Assumptions } from '../in-cluster/in-cluster.ts';
import { generateKustomization } from '../kustomization/generate.ts';
import { localTree, textOf } from '../kustomization/local-tree.ts';
import { mergeKustomization } from '../kustomization/merge.ts';
import type { Needing } from '../kustomization/needing.ts';
import { withOptionalPatches } from '../kustomization/optional-patches.ts';
import type { IsIgnored } from '../sources/artifact.ts';
import type { Assembler } from '../sources/assembly.ts';
import type { Files } from '../sources/files.ts';
import { kustomizationIn } from '../sources/kustomization.ts';
import type { Origin } from '../sources/origin.ts';
import { placeOf } from '../sources/place.ts';
import { resourceProblems, sizeProblems, yamlProblems } from '../sources/problems.ts';
import type { FindCopy } from '../sources/remote.ts';
import { appliedApart, rootsBelow } from '../sources/roots.ts';
import type { SourceId } from '../sources/source.ts';
import { readTree } from '../sources/tree.ts';

/** The planned build of a directory. */
export interface PlannedBuild {
  /** Undefined if the directory cannot be built; a finding says why. */
  readonly build: Build | undefined;
  readonly findings: readonly Finding[];
  /** Absolute paths of the files with objects. */
  readonly resources: readonly string[];
  /** Whether objects keep the annotation `config.kubernetes.io/origin` of kustomize. */
  readonly keepsOrigin: boolean;
  /** Whether the build goes without something that is not available locally. */
  readonly isPartial: boolean;
  /** The build that goes without everything that may need that, for a partial build that fails. */
  readonly least?: () => PlannedBuild;
}

/** A Flux Kustomization and its position in a file. */
export interface Applied {
  readonly manifest: Manifest;
  readonly origin: Origin;
}

/** The input of a plan. */
export interface PlanContext {
  readonly workspaceRoot: string;
  readonly files: Files;
  readonly isIgnored: IsIgnored;
  readonly isExcluded: IsIgnored;
  /** The directories of sources, relative to the workspace, as the configuration states them. */
  readonly declared: Readonly<Record<SourceId, string>>;
  readonly assumptions: Assumptions;
  /** The addresses of the Git remotes of the workspace. */
  readonly remotes: readonly string[];
  /** The local copies of remote bases and files. */
  readonly copyOf: FindCopy;
  readonly assembler: Assembler | undefined;
}

/**
 * Plans the build of a directory, relative to the workspace: its kustomization, or a generated one,
 * merged with the patches, images, components and names of the Flux Kustomization that applies it.
 */
export const planBuild = (
  path: string,
  appliedBy: Applied | undefined,
  context: PlanContext,
  isLeast = false,
): PlannedBuild => {
  const { workspaceRoot, files, isIgnored, isExcluded, copyOf, assumptions, assembler } = context;
  const directory = resolve(workspaceRoot, path);
  const artifact = assembler?.rootOf(directory);
  const name = files.name(directory);
  if (files.kind(directory) !== 'directory') {
    const by = appliedBy ? `it applies ${name}, and ` : '';
    const what = files.kind(directory) === 'file' ? 'it is a file' : 'the directory does not exist';
    const message = `${by}${what}, so Flux applies nothing`;
    return refused([
      problem(
        name,
        appliedBy,
        ['spec', 'path'],
        message,
        files.kind(directory) === 'file'
          ? 'write the path of its directory'
          : 'add it, or correct the path',
      ),
    ]);
  }
  const written = kustomizationIn(directory, files);
  const apart = appliedBy || written ? [] : rootsBelow(directory, workspaceRoot, files);
  if (apart.length > 0) return refused([appliedApart(name, apart)]);
  const generated = written
    ? undefined
    : generateKustomization(directory, files, artifact === undefined ? isIgnored : () => false);
  const components = componentsOf(directory, appliedBy, files);
  const more = [...components.paths, ...(generated?.resources ?? [])];
  const tree = readTree(directory, artifact ?? workspaceRoot, files, {
    more,
    copyOf,
    allowsRemote: assumptions.allowsRemote,
    isExcluded,
  });
  const findings = [...(generated?.findings ?? []), ...components.findings, ...tree.findings];
  const unread = [...yamlProblems(tree.yaml, files), ...sizeProblems(tree.resources, files)];
  if (findings.some(({ severity }) => severity === 'error'))
    return refused([...findings, ...unread]);
  if (unread.length > 0) {
    return refused([...findings, ...unread, ...resourceProblems(tree.resources, files)]);
  }
  const local = localTree(tree, files, isLeast);
  const { value, keepsOrigin } = mergeKustomization(
    local.valueOf(written) ?? generated?.value ?? {},
    generated !== undefined,
    appliedBy?.manifest,
    components.paths,
  );
  return {
    build: {
      directory,
      file: written ? written.file.slice(directory.length + 1) : 'kustomization.yaml',
      text: textOf(local.isPartial ? withOptionalPatches(value, directory, files) : value),
      inputs: tree.files,
      ...withRoot(local.replaced(written), artifact),
    },
    findings: [...findings, ...leftOutOf(local.without, files)],
    resources: tree.resources,
    keepsOrigin,
    isPartial: local.isPartial,
    ...(local.isPartial && !isLeast && { least: () => planBuild(path, appliedBy, context, true) }),
  };
};

/** One warning for each file with something that the build goes without. */
const leftOutOf = (without: readonly Needing[], files: Files): readonly Finding[] =>
  [...groupBy(without, ({ file }) => file)].map(([file, entries]) => {
    const names = entries.map(({ at: [field, index] }) => `${field}[${index}]`);
    const [document] = files.documents(file);
    return {
      rule: 'not-rendered',
      severity: 'warning',
      position: { file: files.name(file), line: document?.lineOf(entries[0]?.at ?? []) ?? 1 },
      message: `the build goes without ${names.join(', ')}: the objects for it are not available locally`,
      fix: 'bring the remote base with helm-charts fetch',
      unseen: { what: 'rendered', reason: 'remote-part' },
    };
  });

/** A build of an artifact reads its directory, which is outside the repository. */
const withRoot = (
  replaced: Pick<Build, 'more' | 'also'>,
  root: string | undefined,
): Pick<Build, 'more' | 'also'> =>
  root === undefined ? replaced : { ...replaced, also: [...(replaced.also ?? []), root] };

const refused = (findings: readonly Finding[]): PlannedBuild => ({
  build: undefined,
  findings,
  resources: [],
  keepsOrigin: false,
  isPartial: false,
});

const componentsOf = (
  directory: string,
  appliedBy: Applied | undefined,
  files: Files,
): { readonly paths: readonly string[]; readonly findings: readonly Finding[] } => {
  const spec = appliedBy?.manifest.spec;
  const ignoresMissing = valueAt(spec, 'ignoreMissingComponents') === true;
  const findings: Finding[] = [];
  const paths = listAt(spec, 'components').flatMap((path, index) => {
    if (typeof path !== 'string') return [];
    if (files.kind(resolve(directory, path)) === 'directory') return [path];
    if (ignoresMissing) return [];
    const name = files.name(directory);
    const message = `the component ${path} of ${name} does not exist, so Flux applies nothing`;
    const field = ['spec', 'components', index];
    findings.push(problem(name, appliedBy, field, message, 'add it, or correct the path'));
    return [];
  });
  return { paths, findings };
};

/**
 * Reports a problem at a field of the Kustomization that applies a directory; without one, at the
 * directory.
 */
const problem = (
  directory: string,
  appliedBy: Applied | undefined,
  field: FieldPath,
  message: string,
  fix: string,
): Finding => ({
  rule: 'kustomize',
  severity: 'error',
  ...(appliedBy
    ? placeOf(appliedBy.manifest, field, appliedBy.origin)
    : { position: { file: directory } }),
  message,
  fix,
});
