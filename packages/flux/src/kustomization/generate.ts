import { extname, join } from 'node:path';
import { stringAt } from '@helm-charts/kubernetes';
import type { Finding, JsonObject } from '@helm-charts/types';
import { type Files, leftOut } from '../sources/files.ts';
import { kustomizationIn } from '../sources/kustomization.ts';

/** The kustomization that Flux generates for a directory without one. */
export interface GeneratedKustomization {
  readonly value: JsonObject;
  /** Relative to the directory. */
  readonly resources: readonly string[];
  /** Files without Kubernetes objects. If there is one, Flux rejects the whole directory. */
  readonly findings: readonly Finding[];
}

/**
 * Generates a kustomization from all YAML files in a directory and its subdirectories; a
 * subdirectory with its own kustomization is one resource (fluxcd/pkg:
 * kustomize/kustomize_generator.go, scanManifests). `isIgnored` tells which paths are not in Flux's
 * artifact.
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
  // kustomize rejects a kustomization without resources.
  const value = resources.length > 0 ? { resources } : { namespace: '_placeholder' };
  return { value, resources, findings };
};

const linked = (path: string, files: Files): Finding => ({
  rule: 'kustomize',
  severity: 'warning',
  position: { file: files.name(path) },
  message: `the file ${leftOut.message}`,
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
          'this is not a Kubernetes object: it has no kind, and Flux applies every YAML file of a directory without a kustomization.yaml',
        fix: 'add a kustomization.yaml that lists the resources',
      },
    ];
  });
