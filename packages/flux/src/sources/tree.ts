import { relative, resolve, sep } from 'node:path';
import type { Finding } from '@helm-charts/types';
import { type Files, leftOut } from './files.ts';
import { kustomizationIn, type WrittenKustomization } from './kustomization.ts';
import { generatorFields, referencesOf } from './references.ts';

/** What a kustomize build of a directory reads. Paths are absolute. */
export interface Tree {
  readonly kustomizations: readonly WrittenKustomization[];
  /** Files that hold objects, in the order in which kustomize reads them. */
  readonly resources: readonly string[];
  /** Files that kustomize reads as YAML, these and patches among them. */
  readonly yaml: readonly string[];
  /** All files: kustomizations, resources, patches, sources of generators. */
  readonly files: readonly string[];
  /** What keeps it from being built, or from being built elsewhere. */
  readonly findings: readonly Finding[];
}

/**
 * Follows the kustomization of a directory to all that it names. Flux allows files that are not
 * below the kustomization as long as they lie in the repository (fluxcd/pkg: kustomize/filesys), so
 * that is a warning; what lies outside, what comes from a network and what is no YAML are errors.
 * `more` are paths that Flux adds: components, and all files of a directory without a kustomization.
 */
export const readTree = (
  directory: string,
  repository: string,
  files: Files,
  more: readonly string[] = [],
): Tree => {
  const kustomizations: WrittenKustomization[] = [];
  const resources = new Set<string>();
  const yaml = new Set<string>();
  const all = new Set<string>();
  const findings: Finding[] = [];
  const seen = new Set<string>();

  const visit = (path: string, around: readonly string[]): void => {
    const kustomization = kustomizationIn(path, files);
    if (seen.has(path) || kustomization === undefined) return;
    seen.add(path);
    kustomizations.push(kustomization);
    all.add(kustomization.file);
    const { file, value, document } = kustomization;
    findings.push(...(document?.findings ?? []));
    for (const reference of referencesOf(value)) {
      const position = { file: files.name(file), line: document?.lineOf(reference.at) ?? 1 };
      const target = resolve(path, reference.path);
      const report = (rule: string, message: string, fix: string) =>
        findings.push({ rule, severity: 'error', position, message, fix });
      const isInside = isWithin(repository, target);
      const kind = isInside ? files.kind(target) : undefined;
      if (kind === undefined && isRemote(reference.path)) {
        report(
          'remote',
          `${reference.path} isn't in the repository, and builds use no network`,
          'copy it in',
        );
      } else if (!isInside) {
        report(
          'outside',
          `${reference.path} lies outside the repository, and Flux refuses that`,
          'copy it in',
        );
      } else if (kind === undefined) {
        report('kustomize', `${files.name(target)} does not exist`, 'add it or remove the line');
      } else if (kind === 'left-out') {
        report('kustomize', `${files.name(target)} ${leftOut.message}`, leftOut.fix);
      } else if (kind === 'directory') {
        const problem = baseProblem(target, [...around, path], files);
        if (problem) report('kustomize', problem.message, problem.fix);
        else if (reference.isBase) visit(target, [...around, path]);
      } else {
        all.add(target);
        if (reference.at[0] === 'resources') resources.add(target);
        if (!generatorFields.some((field) => field === reference.at[0])) yaml.add(target);
        if (!isWithin(path, target)) {
          findings.push({
            rule: 'outside',
            severity: 'warning',
            position,
            message: `${reference.path} is not below this kustomization: Flux takes it, and kustomize by itself refuses it`,
            fix: 'give it a kustomization of its own',
          });
        }
      }
    }
    for (const text of stringsIn(value)) {
      const target = resolve(path, text.replace(/^[^=/]*=/, ''));
      if (isWithin(repository, target) && files.kind(target) === 'file') all.add(target);
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
    return { message: `it leads back to itself by way of ${name}`, fix: 'break the cycle' };
  }
  if (kustomizationIn(directory, files)) return undefined;
  return { message: `the directory ${name} has no kustomization.yaml`, fix: 'add one' };
};

/** Whether a path is a directory or lies below it. */
const isWithin = (directory: string, path: string): boolean => {
  const inside = relative(directory, path);
  return inside !== '..' && !inside.startsWith(`..${sep}`);
};

/** What kustomize would fetch (kustomize: api/internal/git/repospec.go). */
const isRemote = (path: string): boolean =>
  /^(\w+::|\w+:\/\/|[\w.-]+@|gh:|github\.com[/:])|[?&](ref|version)=|\w\/\/\w/.test(path);

/** Every text that could be a path, since plugins have fields of their own. */
const stringsIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return value.length < 1024 && !value.includes('\n') ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(stringsIn);
};
