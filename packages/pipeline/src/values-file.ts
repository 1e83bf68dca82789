import { isUtf8 } from 'node:buffer';
import { readFile, stat } from 'node:fs/promises';
import { relative } from 'node:path';
import { isObject, parseLocatedStream } from '@helm-charts/kubernetes';
import type { Checked } from '@helm-charts/types';
import type { ValuesFile } from './values/check.ts';
import { mergeDocuments } from './values/documents.ts';

/**
 * In bytes. Helm rejects larger files in a chart (helm: pkg/chart/loader/archive, MaxDecompressedFileSize).
 */
const maxSize = 5 * 1024 * 1024;

/** Reads a values file (absolute path), and merges its documents if it has several. Paths in findings are relative to `workspaceRoot`. */
export const readValuesFile = async (
  path: string,
  workspaceRoot: string,
): Promise<Checked<ValuesFile>> => {
  const file = relative(workspaceRoot, path);
  const refuse = (message: string, fix: string, line?: number): Checked<ValuesFile> => ({
    findings: [
      {
        rule: 'values',
        severity: 'error',
        position: { file, ...(line !== undefined && { line }) },
        message,
        fix,
      },
    ],
  });
  const info = await stat(path).catch(() => undefined);
  if (info?.isDirectory())
    return refuse('this is a folder, and values are a file', 'name the file');
  if (!info?.isFile()) return refuse('the values file does not exist', 'correct the path');
  if (info.size > maxSize) {
    const size = Math.ceil(info.size / 1024 / 1024);
    return refuse(
      `the file has ${size} MiB, but Helm reads at most 5`,
      'remove large data from the values',
    );
  }
  const content = await readFile(path);
  if (!isUtf8(content) || content.includes(0)) {
    return refuse('the file is not UTF-8 text, so Helm cannot read it', 'save it as UTF-8');
  }
  const text = content.toString();
  const documents = parseLocatedStream(text, file);
  const unreadable = documents.flatMap(({ value, findings }) =>
    value === undefined ? findings : [],
  );
  if (unreadable.length > 0)
    return { findings: unreadable.map((finding) => ({ ...finding, rule: 'values' })) };
  const wrong = documents.find(({ value }) => value !== null && !isObject(value));
  if (wrong !== undefined)
    return refuse(
      `values must be a YAML mapping, but this is ${Array.isArray(wrong.value) ? 'a list' : 'a single value'}`,
      'write a key before each value, for instance replicas: 2',
      wrong.placeOf([]).line,
    );
  const { value, places } = mergeDocuments(documents);
  const [, more] = documents.filter((one) => one.value !== null);
  const second = more?.placeOf([]).line;
  return { value: { file, text, value, yaml: places, second }, findings: [] };
};
