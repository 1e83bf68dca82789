import { readFile, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { parseOverlay } from '@helm-charts/flux';
import { Failure, type JsonObject } from '@helm-charts/types';

/**
 * In bytes. Helm refuses a larger file within a chart (helm: pkg/chart/loader/archive,
 * MaxDecompressedFileSize).
 */
const maxSize = 5 * 1024 * 1024;

/**
 * Reads a values file in YAML. Throws a Failure with exit code 2 and all that is wrong with it,
 * each at `file:line:column`, the file relative to `workspaceRoot`.
 */
export const readValuesFile = async (path: string, workspaceRoot: string): Promise<JsonObject> => {
  const where = relative(workspaceRoot, path);
  const refuse = (message: string) =>
    new Failure(2, [{ rule: 'values', severity: 'error', where, message }]);
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile()) throw refuse('there is no such file of values; correct the path.');
  if (info.size > maxSize) {
    const size = Math.ceil(info.size / 1024 / 1024);
    throw refuse(`it has ${size} MiB, and Helm takes at most 5; keep large data out of values.`);
  }
  const { values, findings } = parseOverlay(await readFile(path, 'utf8'), where);
  if (findings.length > 0) throw new Failure(2, findings);
  return values;
};
