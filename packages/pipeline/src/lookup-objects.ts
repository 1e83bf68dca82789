import { readFileSync, statSync } from 'node:fs';
import { relative } from 'node:path';
import { parseManifests } from '@helm-charts/kubernetes';
import type { Checked, Finding, TargetCluster } from '@helm-charts/types';

/** In place of a file: the objects that the Kustomizations of a tree apply. */
export const appliedObjects = 'applied';

/**
 * What the function `lookup` finds in the cluster that a chart or a tree of others is rendered for. `sources` are files (absolute)
 * with objects, for instance of `kubectl get --output yaml`, or `applied`. Undefined without sources.
 */
export const lookupObjects = (
  sources: readonly string[],
  workspace: string,
): Checked<Pick<TargetCluster, 'objects'> & { readonly lookupApplied?: boolean }> => {
  if (sources.length === 0) return { value: {}, findings: [] };
  const read = sources
    .filter((source) => source !== appliedObjects)
    .map((file) => objectsOf(file, relative(workspace, file) || '.'));
  const findings = read.flatMap((one) => one.findings);
  if (findings.length > 0) return { findings };
  const objects = read.flatMap(({ documents }) => documents.map(({ manifest }) => manifest));
  return {
    value: { objects, ...(sources.includes(appliedObjects) && { lookupApplied: true }) },
    findings: [],
  };
};

const objectsOf = (path: string, file: string): ReturnType<typeof parseManifests> => {
  const refuse = (message: string, fix: string) => ({
    documents: [],
    findings: [{ rule: 'lookup', severity: 'error', position: { file }, message, fix } as const],
  });
  try {
    if (!statSync(path).isFile()) return refuse('this is no file', 'name a file with objects');
    const parsed = parseManifests(readFileSync(path, 'utf8'), file);
    const found = { ...parsed, findings: parsed.findings.map((finding) => inFile(finding, file)) };
    return found.documents.length > 0 || found.findings.length > 0
      ? found
      : refuse('the file has no object', 'write one, or remove --lookup');
  } catch {
    return refuse('the file cannot be read', 'correct the path, or its permissions');
  }
};

/** The line is that of the file: nothing was rendered. */
const inFile = (finding: Finding, file: string): Finding => {
  const [, line, message] =
    /^line (\d+) of the rendered output: (.*)$/s.exec(finding.message) ?? [];
  if (message === undefined) return { ...finding, rule: 'lookup' };
  const position = { file, line: Number(line) };
  return { ...finding, rule: 'lookup', position, message };
};
