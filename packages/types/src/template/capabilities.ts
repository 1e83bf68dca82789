import { refuse } from '../refuse.ts';
import type { Condition } from './condition.ts';

/**
 * Whether the cluster serves an API: a group with its version, or one kind of it. Ask for a built-in API by its version alone, since
 * `helm template` knows no built-in kinds (helm pkg/chart/common/capabilities.go). Say in `clusters` which scenarios have it.
 *
 * @example
 * when(apiAvailable('monitoring.coreos.com/v1/ServiceMonitor'), manifest(serviceMonitor, server, { … }))
 *
 * @throws TypeError if the API is not written as `<group>/<version>` or `<group>/<version>/<Kind>`.
 */
export const apiAvailable = (api: string): Condition => {
  refuse(
    /^([a-z0-9.-]+\/)?v\d+((alpha|beta)\d+)?(\/[A-Z][A-Za-z0-9]*)?$/.test(api)
      ? []
      : [
          `apiAvailable('${api}') names no API: write '<group>/<version>' or '<group>/<version>/<Kind>', for instance 'monitoring.coreos.com/v1/ServiceMonitor'`,
        ],
  );
  return { kind: 'api', api };
};

/** A range of Kubernetes versions: from a version on, below a version, or both. */
export type KubernetesRange = `>=${string}` | `<${string}`;

/**
 * Whether the version of the cluster is in a range. Versions to which a vendor adds something, such as `v1.34.2-gke.100`, count as
 * the version that they begin with.
 *
 * @example
 * when(kubernetesVersion('>=1.35'), { … })
 * kubernetesVersion('>=1.34 <1.36')
 *
 * @throws TypeError if the range has anything but `>=` and `<` with a version after each.
 */
export const kubernetesVersion = (range: KubernetesRange): Condition => {
  const bounds = range.trim().split(/[\s,]+/);
  refuse(
    bounds.every((bound) => /^(>=|<)\d+\.\d+(\.\d+)?$/.test(bound))
      ? []
      : [
          `kubernetesVersion('${range}') is no range: write '>=' or '<' and a version, for instance '>=1.34' or '>=1.34 <1.36'`,
        ],
  );
  // Without a pre-release in the range SemVer leaves out versions that have one (Masterminds/semver README, pre-releases).
  return { kind: 'kubernetes', range: bounds.map((bound) => `${whole(bound)}-0`).join(', ') };
};

const whole = (bound: string): string => (bound.split('.').length === 2 ? `${bound}.0` : bound);
