import { join } from 'node:path';
import { type AirGapSubject, checkProfile, type Subject } from '@helm-charts/check';
import { type ProfileRender, renderProfile } from '@helm-charts/render';
import {
  type AirGap,
  airGapFolders,
  type ClusterObject,
  Failure,
  type Profile,
} from '@helm-charts/types';
import { installationOf, releasesOf } from './installation.ts';
import { loadProfile } from './load.ts';
import type { Place } from './place.ts';
import { documentsOf, previousOf, type Rendered, type RenderOptions, unique } from './rendered.ts';
import { subjectOfProfile } from './subject.ts';

/** A profile as it is, and with it the variant that takes everything from a local registry. */
export const ofProfile = async (place: Place, options: RenderOptions): Promise<Rendered> => {
  const { values = [] } = options;
  const { directory, workspace, root, name } = place;
  if (values.length > 0) {
    const message = 'a profile has its own values; give a values file with a chart';
    throw new Failure(2, [{ rule: 'usage', severity: 'error', where: root, message }]);
  }
  const definition = await loadProfile(place);
  const before = await previousOf(place, options);
  const out = join(workspace, 'dist/render', name);
  const online = await ofVariant(place, options, definition, before, {
    profileDir: directory,
    out,
  });
  if (definition.airGap === undefined) return online;
  const profileDir = join(directory, airGapFolders.root);
  const isWhole = online.batch.failures.length === 0;
  const airGap = airGapOf(definition.airGap, name, online.objects);
  const beside = { ...before, ...(isWhole && { airGap }) };
  const offline = await ofVariant(place, options, definition, beside, {
    profileDir,
    out: `${out}-airgap`,
    lockFile: join(profileDir, 'charts.lock.json'),
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
    broken: [...online.broken, ...offline.broken],
  };
};

/** Where one variant of a profile is, and where its objects go. */
type Variant = Pick<ProfileRender, 'profileDir' | 'out' | 'lockFile'>;

const ofVariant = async (
  { workspace }: Place,
  { signal }: RenderOptions,
  definition: Profile,
  beside: Pick<Subject, 'previous' | 'airGap'>,
  variant: Variant,
): Promise<Rendered & { readonly objects: readonly ClusterObject[] }> => {
  const profile = await renderProfile({ ...variant, workspaceRoot: workspace, signal });
  const flux = profile.layers.flatMap(({ documents }) => documents);
  return {
    batch: profile,
    documents: [...flux, ...documentsOf(profile)],
    what: releasesOf(profile),
    details: installationOf(profile),
    objects: profile.cluster.objects,
    // Without one of its releases a profile looks as if it lacked what that one provides.
    broken:
      profile.failures.length > 0
        ? []
        : checkProfile({ ...(await subjectOfProfile(profile, definition, workspace)), ...beside }),
  };
};

/** What the variant of a profile for a site without Internet is measured against. */
const airGapOf = (
  { source, values }: AirGap,
  name: string,
  online: readonly ClusterObject[],
): AirGapSubject => ({
  registry: (source.spec?.url ?? '').replace(`/${name}`, ''),
  replaced: Object.keys(values),
  online,
});
