import { readFile, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { parseOverlay } from '@helm-charts/flux';
import type { Checked, JsonObject } from '@helm-charts/types';

/**
 * In bytes. Helm refuses a larger file within a chart (helm: pkg/chart/loader/archive,
 * MaxDecompressedFileSize).
 */
const maxSize = 5 * 1024 * 1024;

/** Reads a values file in YAML, absolute. Paths in findings are relative to `workspaceRoot`. */
export const readValuesFile = async (
  path: string,
  workspaceRoot: string,
): Promise<Checked<JsonObject>> => {
  const file = relative(workspaceRoot, path);
  const refuse = (message: string, fix: string): Checked<JsonObject> => ({
    findings: [{ rule: 'values', severity: 'error', position: { file }, message, fix }],
  });
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile()) return refuse('there is no such file of values', 'correct the path');
  if (info.size > maxSize) {
    const size = Math.ceil(info.size / 1024 / 1024);
    return refuse(`it has ${size} MiB, and Helm takes at most 5`, 'keep large data out of values');
  }
  return parseOverlay(await readFile(path, 'utf8'), file);
};
