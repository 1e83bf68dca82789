import { relative, resolve, sep } from 'node:path';
import { isObject } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';
import type { IsIgnored } from './artifact.ts';
import { type Files, leftOut } from './files.ts';
import { kustomizationIn, type WrittenKustomization } from './kustomization.ts';
import { generatorFields, referencesOf } from './references.ts';
import { type FindCopy, isRemote, type RemoteReference } from './remote.ts';

/** The files that a kustomize build of a directory reads. Paths are absolute. */
export interface Tree {
  readonly kustomizations: readonly WrittenKustomization[];
  /** Files with objects, in the order in which kustomize reads them. */
  readonly resources: readonly string[];
  /** Files that kustomize parses as YAML, including resources and patches. */
  readonly yaml: readonly string[];
  /** All files: kustomizations, resources, patches, files of generators. */
  readonly files: readonly string[];
  /** References to what kustomize would fetch. */
  readonly remote: readonly RemoteReference[];
  /** Problems that prevent the build, here or with kustomize alone, and what the build goes without. */
  readonly findings: readonly Finding[];
}

/** What a tree is read with. */
interface TreeOptions {
  /** Paths that Flux adds: components, and all files of a directory without a kustomization. */
  readonly more?: readonly string[];
  readonly copyOf?: FindCopy;
  readonly allowsRemote?: boolean | undefined;
  /** Whether Flux excludes a path from the artifact. */
  readonly isExcluded?: IsIgnored;
}

/**
 * Collects all files that the kustomization of a directory refers to, also indirectly. Flux allows
 * files outside the directory of the kustomization if they are in the repository (fluxcd/pkg:
 * kustomize/filesys), so such a file is a warning. Files outside the repository and invalid YAML
 * are errors. Of what kustomize would fetch, `copyOf` knows the local copies; the build goes without
 * the rest, with a warning, since kustomize-controller allows remote bases (its option
 * `no-remote-bases` is off). Without `allowsRemote` that is an error.
 */
export const readTree = (
  directory: string,
  repository: string,
  files: Files,
  {
    more = [],
    copyOf = () => undefined,
    allowsRemote = false,
    isExcluded = () => false,
  }: TreeOptions = {},
): Tree => {
  const kustomizations: WrittenKustomization[] = [];
  const resources = new Set<string>();
  const yaml = new Set<string>();
  const all = new Set<string>();
  const findings: Finding[] = [];
  const remote: RemoteReference[] = [];
  const roots = [repository];
  const seen = new Set<string>();

  const visit = (path: string, around: readonly string[]): void => {
    const kustomization = kustomizationIn(path, files);
    if (seen.has(path) || kustomization === undefined) return;
    seen.add(path);
    kustomizations.push(kustomization);
    all.add(kustomization.file);
    const { file, value, document } = kustomization;
    findings.push(...(document?.findings ?? []));
    if (document?.value !== undefined && !isObject(document.value)) {
      findings.push({
        rule: 'kustomize',
        severity: 'error',
        position: { file: files.name(file), line: document.line },
        message: 'a kustomization must be a YAML mapping, so kustomize cannot read it',
        fix: 'write its fields, for instance resources:',
      });
    }
    for (const reference of referencesOf(value)) {
      const position = () => ({
        file: files.name(file),
        line: document?.lineOf(reference.at) ?? 1,
      });
      const isInTree = files.kind(resolve(path, reference.path)) !== undefined;
      const isFetched = !isInTree && isRemote(reference.path);
      const copy = isFetched ? copyOf(reference.path) : undefined;
      if (isFetched) remote.push({ file, at: reference.at, copy });
      if (copy) roots.push(copy.root);
      const target = copy?.path ?? resolve(path, reference.path);
      const report = (rule: string, message: string, fix: string) =>
        findings.push({ rule, severity: 'error', position: position(), message, fix });
      const isInside = roots.some((root) => isWithin(root, target));
      const kind = isInside ? files.kind(target) : undefined;
      if (isFetched && copy === undefined) {
        if (allowsRemote) {
          findings.push({
            rule: 'not-rendered',
            severity: 'warning',
            position: position(),
            message: `${reference.path} is not available locally, so nothing of it is built or checked`,
            fix: 'bring it with helm-charts fetch, or copy it into the repository',
            unseen: { what: 'rendered', reason: 'remote-base' },
          });
        } else {
          report(
            'remote',
            `${reference.path} is not in the repository, and builds here do not use the network`,
            'copy it into the repository',
          );
        }
      } else if (!isInside) {
        report(
          'outside',
          `${reference.path} is outside the repository, so Flux rejects the kustomization`,
          'copy it into the repository',
        );
      } else if (kind === undefined) {
        report(
          'kustomize',
          `${files.name(target)} does not exist, so the build fails`,
          'add it or remove the line',
        );
      } else if (kind === 'left-out') {
        report('kustomize', `${files.name(target)} ${leftOut.message}`, leftOut.fix);
      } else if (copy === undefined && isExcluded(target)) {
        report(
          'kustomize',
          `${files.name(target)} is excluded from the artifact, so the build fails`,
          'correct .sourceignore',
        );
      } else if (kind === 'directory') {
        const problem = baseProblem(target, [...around, path], files);
        if (problem) report('kustomize', problem.message, problem.fix);
        else if (reference.isBase) visit(target, [...around, path]);
      } else {
        all.add(target);
        if (reference.at[0] === 'resources') resources.add(target);
        if (!generatorFields.some((field) => field === reference.at[0])) yaml.add(target);
        if (copy === undefined && isWithin(repository, path) && !isWithin(path, target)) {
          findings.push({
            rule: 'outside',
            severity: 'warning',
            position: position(),
            message: `${reference.path} is outside the directory of this kustomization: Flux accepts it, but kustomize alone rejects it`,
            fix: 'add a kustomization.yaml to its directory and refer to that',
          });
        }
      }
    }
    for (const text of stringsIn(value)) {
      const target = resolve(path, text.replace(/^[^=/]*=/, ''));
      if (roots.some((root) => isWithin(root, target)) && files.kind(target) === 'file')
        all.add(target);
    }
  };

  visit(directory, []);
  for (const path of more) {
    const target = resolve(directory, path);
    if (files.kind(target) === 'directory') visit(target, [directory]);
    else {
      all.add(target);
      resources.add(target);
      yaml.add(target);
    }
  }
  return {
    kustomizations,
    resources: [...resources],
    yaml: [...yaml],
    files: [...all],
    remote,
    findings,
  };
};

const baseProblem = (
  directory: string,
  around: readonly string[],
  files: Files,
): { readonly message: string; readonly fix: string } | undefined => {
  const name = files.name(directory);
  if (around.includes(directory)) {
    return {
      message: `the kustomization refers to itself through ${name}, so the build fails`,
      fix: 'remove one reference of the cycle',
    };
  }
  if (kustomizationIn(directory, files)) return undefined;
  return {
    message: `the directory ${name} has no kustomization.yaml, so kustomize rejects it`,
    fix: 'add one',
  };
};

/** Whether a path is a directory or lies below it. */
const isWithin = (directory: string, path: string): boolean => {
  const inside = relative(directory, path);
  return inside !== '..' && !inside.startsWith(`..${sep}`);
};

/** All strings that could be paths, since plugins define their own fields. */
const stringsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return value.length < 1024 && !value.includes('\n') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
};
