import {
  defaultTarget,
  kubernetesVersions,
  printTarget,
  type Target,
  targetOf,
} from '@helm-charts/kubernetes';
import type { Checked, Finding, ProfileCluster, TargetVersions } from '@helm-charts/types';

/** Where the versions of a target are named, the first one that names a version wins. */
export interface TargetSources {
  /** The option `--target`. */
  readonly option?: TargetVersions | undefined;
  /** The cluster of a profile. */
  readonly cluster?: ProfileCluster | undefined;
  /** The configuration. */
  readonly config?: TargetVersions | undefined;
}

/** The target of a run. A version without schemas is a finding: of a profile's cluster a warning, else an error. */
export const targetOfRun = ({ option, cluster, config }: TargetSources): Checked<Target> => {
  const { kubernetesVersion: wanted, fluxVersion: flux } = cluster ?? {};
  const known = wanted === undefined || hasSchemas(wanted) ? wanted : undefined;
  const { value, findings } = targetOf({
    ...config,
    ...(known !== undefined && { kubernetes: known }),
    ...(flux !== undefined && { flux }),
    ...option,
  });
  const isOther = wanted !== known && option?.kubernetes === undefined;
  return {
    ...(value && { value }),
    findings: [...findings, ...(isOther && value ? [withoutSchemas(wanted ?? '', value)] : [])],
  };
};

/** A line for a report; none for the default target. */
export const describeTarget = (target: Target): readonly string[] =>
  printTarget(target) === printTarget(defaultTarget) ? [] : [`  for ${printTarget(target)}`];

const hasSchemas = (version: string): boolean =>
  kubernetesVersions.some(({ name }) => version.replace(/^v/, '').startsWith(`${name}.`));

const withoutSchemas = (version: string, { kubernetes }: Target): Finding => ({
  rule: 'target',
  severity: 'warning',
  message: `there are no schemas of Kubernetes ${version}, which the cluster of the profile has, so objects are validated as Kubernetes ${kubernetes.name} does`,
  fix: `use ${kubernetesVersions.map(({ name }) => name).join(' or ')} as kubernetesVersion`,
});
