import { join } from 'node:path';
import type { Engine } from '@helm-charts/engine';
import type { NetworkPolicies } from '@helm-charts/generate';
import { model } from '@helm-charts/kubernetes';
import type {
  Checked,
  NetworkDefinition,
  NetworkPolicy,
  Profile,
  ProfileRelease,
} from '@helm-charts/types';
import { deduplicate } from '../deduplicate.ts';
import { flowsOf } from './flows.ts';
import { isOpaque, objectsOf, type Source } from './objects.ts';
import { policiesOf } from './policies.ts';

/**
 * The NetworkPolicies of a profile and of its air-gapped variant, from the objects that the charts of the workspace render; undefined
 * if the profile has no `network`.
 */
export const networkOf = async (
  profile: Profile,
  workspace: string,
  engine: Engine,
): Promise<Checked<NetworkPolicies> | undefined> => {
  const { definition, airGap } = profile;
  const { network } = definition;
  if (network === undefined) return undefined;
  const of = (releases: Releases) => variantOf({ releases, profile, workspace, engine, network });
  const replaced = definition.airGap?.releases ?? {};
  const [online, airGapped] = await Promise.all([
    of(definition.releases),
    airGap && of({ ...definition.releases, ...replaced }),
  ]);
  const findings = deduplicate([...online.findings, ...(airGapped?.findings ?? [])]);
  if (online.value === undefined || (airGapped && airGapped.value === undefined)) {
    return { findings };
  }
  const value = { online: online.value, airGapped: airGapped?.value ?? [] };
  return { value, findings };
};

type Releases = Readonly<Record<string, ProfileRelease>>;

interface Variant {
  readonly releases: Releases;
  readonly profile: Profile;
  readonly workspace: string;
  readonly engine: Engine;
  readonly network: NetworkDefinition;
}

const variantOf = async ({
  releases,
  profile: { targetNamespace, version, cluster },
  workspace,
  engine,
  network,
}: Variant): Promise<Checked<readonly NetworkPolicy[]>> => {
  const sources = Object.entries(releases).map(
    ([name, release]): Source => ({
      name,
      release,
      namespace: release.namespace ?? targetNamespace,
      directory: join(workspace, 'charts', release.chart.name),
      version,
      cluster: cluster ?? {},
    }),
  );
  const { value: objects, findings } = await objectsOf(sources, workspace, engine);
  if (objects === undefined) return { findings };
  const opaque = new Set(sources.filter(isOpaque).map(({ name }) => name));
  const flows = flowsOf(model(objects), network, opaque);
  const namespaces = new Set(sources.map(({ namespace }) => namespace));
  return flows.value === undefined
    ? { findings: flows.findings }
    : { value: policiesOf(flows.value, [...namespaces], network), findings };
};
