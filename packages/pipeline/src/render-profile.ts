import { join } from 'node:path';
import {
  type AirGapInput,
  type CheckInput,
  checkProfile,
  type RuleSet,
  waive,
} from '@helm-charts/check';
import {
  type ProfileRender,
  type RenderedProfile,
  readFiles,
  renderProfile,
} from '@helm-charts/engine';
import type { ClusterObject } from '@helm-charts/kubernetes';
import {
  type AirGap,
  airGapFolders,
  Failure,
  type Finding,
  type Profile,
} from '@helm-charts/types';
import { installationOf, releasesOf } from './installation.ts';
import { loadChecks, loadProfile } from './load.ts';
import { isDirectory, type Place } from './place.ts';
import { documentsOf, previousOf, type Rendered, unique, type WatchedOptions } from './rendered.ts';
import { inputOfProfile } from './subject.ts';
import { together } from './together.ts';

/** A profile as it is, and with it the variant that takes everything from a local registry. */
export const ofProfile = async (place: Place, options: WatchedOptions): Promise<Rendered> => {
  const { values = [], signal, onObjects, today } = options;
  const { directory, workspace, root, name } = place;
  if (values.length > 0) {
    const message = 'a profile has its own values; give a values file with a chart';
    throw new Failure(2, [{ rule: 'usage', severity: 'error', where: root, message }]);
  }
  const out = join(workspace, 'dist/render', name);
  const inAirGap = join(directory, airGapFolders.root);
  const lockFile = join(inAirGap, 'charts.lock.json');
  const shared = { workspaceRoot: workspace, files: readFiles(workspace), signal, onObjects };
  const render = (variant: Variant) => renderProfile({ ...variant, ...shared });
  const renderAlone = () => render({ profileDir: inAirGap, out: `${out}-airgap`, lockFile });
  // Programs run while the definition is loaded, which may have another variant than there is.
  const [whole, begun, definition, before, { ruleSets, waivers = [] }] = await together([
    render({ profileDir: directory, out }),
    isDirectory(inAirGap) ? renderAlone() : undefined,
    loadProfile(place),
    previousOf(place, options),
    loadChecks(place),
  ]);
  const { airGap } = definition;
  const alone = airGap && (begun ?? (await renderAlone()));
  const waived = (broken: readonly Finding[]) => waive(unique(broken), waivers, today);
  const online = checked(whole, definition, workspace, ruleSets, before);
  if (airGap === undefined || alone === undefined) {
    return { ...online, broken: waived(online.broken) };
  }
  const isWhole = whole.failures.length === 0;
  const offline = checked(alone, definition, workspace, ruleSets, {
    ...before,
    ...(isWhole && { airGap: airGapOf(airGap, name, whole.cluster.objects) }),
  });
  return {
    batch: {
      renders: [...online.batch.renders, ...offline.batch.renders],
      findings: unique([...online.batch.findings, ...offline.batch.findings]),
      failures: [...online.batch.failures, ...offline.batch.failures],
    },
    documents: [...online.documents, ...offline.documents],
    what: `${online.what}, without Internet ${offline.what}`,
    // The variant has all charts at hand.
    details: offline.details ?? [],
    broken: waived([...online.broken, ...offline.broken]),
  };
};

/** Where one variant of a profile is, and where its objects go. */
type Variant = Pick<ProfileRender, 'profileDir' | 'out' | 'lockFile'>;

const checked = (
  profile: RenderedProfile,
  definition: Profile,
  workspace: string,
  ruleSets: readonly RuleSet[],
  beside: Pick<CheckInput, 'previous' | 'airGap'>,
): Rendered => {
  const flux = profile.layers.flatMap(({ documents }) => documents);
  return {
    batch: profile,
    documents: [...flux, ...documentsOf(profile)],
    what: releasesOf(profile),
    details: installationOf(profile),
    // Without one of its releases a profile looks as if it lacked what that one provides.
    broken:
      profile.failures.length > 0
        ? []
        : checkProfile({ ...inputOfProfile(profile, definition, workspace), ...beside }, ruleSets),
  };
};

/** What the variant of a profile for a site without Internet is measured against. */
const airGapOf = (
  { source, values }: AirGap,
  name: string,
  online: readonly ClusterObject[],
): AirGapInput => ({
  registry: (source.spec?.url ?? '').replace(`/${name}`, ''),
  replaced: Object.keys(values),
  online,
});
