import { extname, join, relative } from 'node:path';
import { isManifest, stringAt } from '@helm-charts/kubernetes';
import type { Finding, Manifest } from '@helm-charts/types';
import { isKustomization, isOperatorKind } from '../kinds.ts';
import { pathWithin } from '../path.ts';
import type { Files } from './files.ts';

/**
 * The directories below a directory (absolute) that Flux applies as roots of clusters, relative to the workspace: those
 * that contain the Kustomization that applies them, or the FluxInstance that synchronises them.
 */
export const rootsBelow = (
  directory: string,
  workspaceRoot: string,
  files: Files,
): readonly string[] => {
  const roots = new Set<string>();
  const visit = (folder: string, depth: number): void => {
    for (const name of files.list(folder)) {
      const path = join(folder, name);
      if (files.kind(path) === 'directory' && depth > 0 && !skipped.has(name))
        visit(path, depth - 1);
      if (!['.yaml', '.yml'].includes(extname(name)) || !mayBeRoot(files.text(path) ?? ''))
        continue;
      for (const { value } of files.documents(path)) {
        const root = isManifest(value) ? rootOf(value, workspaceRoot) : undefined;
        const isBelow = (child: string, parent: string) =>
          child === parent || child.startsWith(`${parent}/`);
        const here = relative(workspaceRoot, directory);
        const file = relative(workspaceRoot, path);
        if (root === undefined || root === '' || root === here) continue;
        if (isBelow(file, root) && (here === '' || isBelow(root, here))) roots.add(root);
      }
    }
  };
  visit(directory, deepest);
  return [...roots].toSorted();
};

/** Roots are near the top of a repository: `clusters/production/flux-system`. */
const deepest = 4;

const skipped: ReadonlySet<string> = new Set(['.git', 'node_modules', 'dist']);

/** To parse every file of a large repository takes long. */
const mayBeRoot = (text: string): boolean =>
  /^kind: FluxInstance\b/m.test(text) ||
  (/^kind: Kustomization\b/m.test(text) && text.includes('kustomize.toolkit.fluxcd.io/'));

const rootOf = (manifest: Manifest, workspaceRoot: string): string | undefined => {
  const path = isKustomization(manifest)
    ? stringAt(manifest.spec, 'path')
    : isOperatorKind(manifest, 'FluxInstance')
      ? stringAt(manifest.spec, 'sync', 'path')
      : undefined;
  return path === undefined ? undefined : pathWithin(workspaceRoot, path);
};

/** Says that a directory is not what Flux applies. */
export const appliedApart = (directory: string, roots: readonly string[]): Finding => ({
  rule: 'usage',
  severity: 'error',
  position: { file: directory },
  message: `Flux does not apply this directory, but ${roots.join(' and ')}${roots.length > 1 ? ', each to a cluster of its own' : ''}`,
  fix: `render one cluster: helm-charts render ${roots[0]}`,
});
