import { join } from 'node:path';
import { type AirGapSubject, type Subject as Checked, checkProfile } from '@helm-charts/check';
import { type AirGap, airGapFolders, Failure, type Profile } from '@helm-charts/types';
import { readFiles } from './files.ts';
import { treeInput } from './input.ts';
import type { Simulated } from './inspect.ts';
import { installationOf, releasesOf } from './installation.ts';
import { loadProfile } from './load.ts';
import type { Place } from './place.ts';
import { previousOf } from './previous.ts';
import type { RenderOptions, Subject } from './render.ts';
import { subjectOfProfile } from './subject.ts';

/** A profile as it is and, if it has one, its air-gapped variant, which takes everything from a local registry. */
export const ofProfile = async (place: Place, options: RenderOptions): Promise<Subject> => {
  const { directory, workspace, root, name } = place;
  if ((options.values ?? []).length > 0) {
    const message = 'a profile has its own values';
    const fix = 'give a values file with a chart';
    throw new Failure(2, [{ rule: 'usage', severity: 'error', input: root, message, fix }]);
  }
  const definition = await loadProfile(place);
  const { airGap } = definition;
  const out = join(workspace, 'dist/render', name);
  const shared = { workspaceRoot: workspace, files: readFiles(workspace) };
  const inAirGap = join(directory, airGapFolders.root);
  const online = treeInput({ ...shared, directory, out });
  const airGapped = treeInput({
    ...shared,
    directory: inAirGap,
    out: `${out}-airgap`,
    lockFile: join(inAirGap, 'charts.lock.json'),
  });
  const before = await previousOf(place, options);
  return {
    name: root,
    inputs: airGap === undefined ? [online] : [online, airGapped],
    check: ([whole, alone]) => [
      ...(whole === undefined ? [] : checkVariant(whole, definition, before)),
      ...(alone === undefined || airGap === undefined || whole === undefined
        ? []
        : checkVariant(alone, definition, {
            ...before,
            ...(whole.isWhole && { airGap: airGapOf(airGap, name, whole) }),
          })),
    ],
    what: (simulated) => simulated.map(releasesOf).join(', air-gapped '),
    // The air-gapped variant has all charts at hand.
    details: (simulated) => simulated.slice(-1).flatMap(installationOf),
  };
};

/** Without one of its releases a profile looks as if it lacked what that one provides. */
const checkVariant = (
  { clusters, isWhole, input }: Simulated,
  definition: Profile,
  beside: Pick<Checked, 'previous' | 'airGap'>,
): ReturnType<typeof checkProfile> =>
  isWhole
    ? clusters.flatMap((cluster) =>
        checkProfile({ ...subjectOfProfile(cluster, definition, input.workspaceRoot), ...beside }),
      )
    : [];

/** What the air-gapped variant of a profile is measured against. */
const airGapOf = ({ source, values }: AirGap, name: string, online: Simulated): AirGapSubject => ({
  registry: (source.spec?.url ?? '').replace(`/${name}`, ''),
  replaced: Object.keys(values),
  online: online.clusters.flatMap(({ objects }) => objects),
});
