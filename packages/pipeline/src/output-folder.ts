import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Finding } from '@helm-charts/types';
import { isForeign } from './cache-folder.ts';
import type { Input } from './input.ts';
import { isDirectory } from './place.ts';

/**
 * The folder below which the manifests of a workspace are written: the one that somebody asks for, else `dist/render`;
 * undefined for a foreign repository, into which nothing is written.
 */
export const outputFolder = (workspace: string, output: string | undefined): string | undefined =>
  output ?? (isForeign(workspace) ? undefined : join(workspace, 'dist/render'));

/** Marks a folder whose files are all replaced by the next render. */
export const marker = '.helm-charts-output';

/** The text of the marker. */
export const markerText = 'helm-charts render writes this folder, and replaces all of its files.\n';

/**
 * Folders that somebody has asked for and that have other files: all files of an output folder are replaced, so one that has
 * files must have the marker of an earlier render.
 */
export const outputProblems = (inputs: readonly Input[]): readonly Finding[] =>
  inputs.flatMap(({ out, isMarked = false, workspaceRoot }): Finding[] => {
    if (out === undefined || !isMarked || !isDirectory(out)) return [];
    const entries = readdirSync(out, { withFileTypes: true });
    if (entries.every((entry) => entry.isDirectory())) return [];
    if (entries.some(({ name }) => name === marker)) return [];
    return [
      {
        rule: 'output',
        severity: 'error',
        input: relative(workspaceRoot, out) || '.',
        message: 'the folder has files that no render has written, and a render replaces all files',
        fix: 'name another folder with --output, or remove these files',
      },
    ];
  });
