import { extname, join } from 'node:path';
import { stringAt } from '@helm-charts/kubernetes';
import type { Finding, JsonObject } from '@helm-charts/types';
import { type Files, leftOut } from '../sources/files.ts';
import { kustomizationIn } from '../sources/kustomization.ts';

/** The kustomization that Flux makes for a directory without one. */
export interface GeneratedKustomization {
  readonly value: JsonObject;
  /** Relative to the directory. */
  readonly resources: readonly string[];
  /** Files that hold no Kubernetes objects: Flux refuses the whole directory for one of them. */
  readonly findings: readonly Finding[];
}

/**
 * Makes a kustomization of all YAML files of a directory and of those below it; a directory that
 * has one of its own is one resource (fluxcd/pkg: kustomize/kustomize_generator.go,
 * scanManifests). `isIgnored` tells what is not in Flux's artifact.
 */
export const generateKustomization = (
  directory: string,
  files: Files,
  isIgnored: (path: string) => boolean,
): GeneratedKustomization => {
  const findings: Finding[] = [];
  const scan = (below: string): readonly string[] =>
    files.list(join(directory, below)).flatMap((name) => {
      const path = join(below, name);
      const absolute = join(directory, path);
      if (isIgnored(absolute)) return [];
      if (files.kind(absolute) === 'directory') {
        return kustomizationIn(absolute, files) ? [`./${path}`] : scan(path);
      }
      if (files.kind(absolute) === 'left-out') {
        findings.push(linked(absolute, files));
        return [];
      }
      if (!['.yaml', '.yml'].includes(extname(name))) return [];
      findings.push(...problemsOf(absolute, files));
      return [`./${path}`];
    });
  const resources = scan('.');
  // kustomize refuses to build nothing at all.
  const value = resources.length > 0 ? { resources } : { namespace: '_placeholder' };
  return { value, resources, findings };
};

const linked = (path: string, files: Files): Finding => ({
  rule: 'kustomize',
  severity: 'warning',
  position: { file: files.name(path) },
  message: `it ${leftOut.message}`,
  fix: leftOut.fix,
});

const problemsOf = (path: string, files: Files): readonly Finding[] =>
  files.documents(path).flatMap(({ value, line }): Finding[] => {
    if (value === undefined || stringAt(value, 'kind') !== undefined) return [];
    return [
      {
        rule: 'kustomize',
        severity: 'error',
        position: { file: files.name(path), line },
        message:
          'this is no Kubernetes object: it has no kind. Flux takes every YAML file of a directory without a kustomization.yaml',
        fix: 'add one that names what belongs to it',
      },
    ];
  });
