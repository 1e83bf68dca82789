import { stringAt } from '@helm-charts/kubernetes';
import type { Finding } from '@helm-charts/types';

/** What of Chart.yaml names a chart. */
export interface Metadata {
  readonly name: string;
  readonly version: string;
}

/** The name and version of a chart. They become names of files, and Helm refuses others than these (helm pkg/chart/v2/metadata.go). */
export const metadataOf = (
  chartYaml: unknown,
  file: string,
): { readonly value: Metadata; readonly findings: readonly Finding[] } => {
  const [name = '', version = ''] = [stringAt(chartYaml, 'name'), stringAt(chartYaml, 'version')];
  const findings = [
    ...(/^[A-Za-z0-9][\w.-]*$/.test(name)
      ? []
      : [problem(file, '/name', name, 'name of a chart', 'for instance name: web')]),
    ...(isVersion.test(version)
      ? []
      : [problem(file, '/version', version, 'SemVer version', 'for instance version: "1.0.0"')]),
  ];
  return { value: { name, version }, findings };
};

/** Helm takes `1`, `1.2` and `v1.2.3`, too (Masterminds/semver, NewVersion). */
const isVersion = /^v?\d+(\.\d+){0,2}(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?$/;

const problem = (
  file: string,
  pointer: string,
  value: string,
  what: string,
  example: string,
): Finding => ({
  rule: 'dependencies',
  severity: 'error',
  position: { file },
  pointer,
  message: value === '' ? `there is no ${what}, and Helm requires one` : `"${value}" is no ${what}`,
  fix: `write one, ${example}`,
});
