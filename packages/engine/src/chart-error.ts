import { relative, resolve } from 'node:path';
import type { Finding } from '@helm-charts/types';

/**
 * Explains why Helm can't read or install a chart: the errors of go/chart and of Helm's loader. Undefined for any other
 * error. Both paths are absolute.
 */
export const chartFinding = (
  said: string,
  chart: string,
  workspaceRoot: string,
): Finding | undefined => {
  for (const { pattern, explain } of explanations) {
    const match = pattern.exec(said);
    if (!match) continue;
    const { file, ...problem } = explain(match[1] ?? '', match[2] ?? '');
    const position = { file: relative(workspaceRoot, resolve(chart, file)) };
    return { rule: 'chart', severity: 'error', position, ...problem };
  }
  return undefined;
};

interface Explained {
  /** Relative to the chart, or absolute. */
  readonly file: string;
  readonly message: string;
  readonly fix: string;
}

interface Explanation {
  readonly pattern: RegExp;
  readonly explain: (first: string, second: string) => Explained;
}

const leaveOut = 'or leave it out of the chart with .helmignore';

const explanations: readonly Explanation[] = [
  {
    pattern: /^(.+) is a symbolic link out of the chart \((.+)\)$/,
    explain: (file, target) => ({
      file,
      message: `it is a symbolic link out of the chart (to ${target}), and a chart consists of the files in its own directory`,
      fix: `replace it with a copy, ${leaveOut}`,
    }),
  },
  {
    pattern: /^(.+) is a symbolic link to a directory that contains it \((.+)\)$/,
    explain: (file, target) => ({
      file,
      message: `it is a symbolic link to a directory that contains it (${target}), so the chart has no end`,
      fix: `remove it, ${leaveOut}`,
    }),
  },
  {
    pattern: /^error evaluating symlink (.+?): lstat /,
    explain: (file) => ({
      file,
      message: 'it is a symbolic link to a file that does not exist',
      fix: 'correct or remove it',
    }),
  },
  {
    pattern: /^cannot load irregular file (.+) as it has file mode type bits set$/,
    explain: (file) => ({
      file,
      message: 'it is a pipe, a socket or a device, which a chart can not contain',
      fix: `remove it, ${leaveOut}`,
    }),
  },
  {
    pattern: /^error reading (.+?): open .+: permission denied$/,
    explain: (file) => ({
      file,
      message: 'this user may not read it',
      fix: 'change its owner or mode',
    }),
  },
  {
    pattern: /^(?:lstat|open) (.+): no such file or directory$/,
    explain: (file) => ({
      file,
      message: 'it was removed while the chart was read',
      fix: 'run it again',
    }),
  },
  {
    pattern: /^(?:unsupported chart version|invalid chart apiVersion)$/,
    explain: () => ({
      file: 'Chart.yaml',
      message: 'its apiVersion is not v1 or v2, and Helm 4 installs no other charts',
      fix: 'set apiVersion: v2, or use a version of the chart for Helm 4',
    }),
  },
  {
    pattern: /failing loading "(https?:[^"]+)"/,
    explain: (url) => ({
      file: 'values.schema.json',
      message: `it refers to ${url}, and renders here do not use the network`,
      fix: 'run helm-charts fetch, or copy what it refers to into it',
    }),
  },
  {
    pattern: /^cannot load Chart\.yaml: .*cannot unmarshal (\w+) into Go value of type /,
    explain: (kind) => ({
      file: 'Chart.yaml',
      message: `it has a ${kind} where the fields of a chart have to be`,
      fix: 'write fields, for instance apiVersion: v2, name and version',
    }),
  },
  {
    pattern: /^chart requires kubeVersion: (.+) which is incompatible with Kubernetes (.+)$/,
    explain: (range, version) => ({
      file: 'Chart.yaml',
      message: `its kubeVersion (${range}) does not include Kubernetes ${version}, so Helm does not install it`,
      fix: 'use another version of the chart, or render for the version of Kubernetes of the cluster',
    }),
  },
];
