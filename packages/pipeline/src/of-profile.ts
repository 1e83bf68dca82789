import { join, relative } from 'node:path';
import {
  type AirGapInput,
  type CheckInput,
  checkProfile,
  type RuleSet,
  waive,
} from '@helm-charts/check';
import {
  type AirGap,
  airGapFolders,
  type Checked,
  type Finding,
  type Profile,
} from '@helm-charts/types';
import { typeFindings } from './check-types/findings.ts';
import { withTypes } from './check-types/with-types.ts';
import { deduplicate } from './deduplicate.ts';
import { readFiles } from './files.ts';
import { gapsOf } from './gaps.ts';
import { treeInput } from './input.ts';
import { installationOf, releasesOf } from './installation.ts';
import { loadChecks, loadProfile } from './load.ts';
import type { Place } from './place.ts';
import { previousOf } from './previous.ts';
import type { DatedOptions, Subject } from './render.ts';
import { withRules } from './rule-sets.ts';
import type { Simulated } from './simulate.ts';
import { inputOfProfile, type ReadChart, readerOf } from './subject.ts';
import { withVarying } from './varying.ts';

/** A profile and, if it has one, its air-gapped variant, whose sources are all in a local registry. */
export const ofProfile = async (place: Place, options: DatedOptions): Promise<Checked<Subject>> => {
  const { directory, workspace, root, name } = place;
  if ((options.values ?? []).length > 0) {
    const message = 'a profile has its own values, so it takes no values file';
    const fix = 'use --values with a chart only';
    return { findings: [{ rule: 'usage', severity: 'error', input: root, message, fix }] };
  }
  // The compiler takes longer than most of a render, which does not wait for it.
  const types = typeFindings(place);
  // If nobody waits for it any more, a failure of it is of no interest.
  types.catch(() => {});
  const [profile, checks] = await Promise.all([loadProfile(place), loadChecks(place)]);
  if (profile.value === undefined || checks.value === undefined) {
    const found = deduplicate([...profile.findings, ...checks.findings]);
    return { findings: withTypes(found, await types) };
  }
  const [definition, { ruleSets, waivers = [] }] = [
    profile.value,
    withRules(checks.value, options.rules),
  ];
  const { airGap, cluster } = definition;
  const out = join(options.output ?? join(workspace, 'dist/render'), name);
  const shared = {
    workspaceRoot: workspace,
    files: readFiles(workspace, { folders: options.folders }),
    cluster,
  };
  const inAirGap = join(directory, airGapFolders.root);
  const online = treeInput({ ...shared, directory, out });
  const airGapped = treeInput({
    ...shared,
    directory: inAirGap,
    out: `${out}-airgap`,
    lockFile: join(inAirGap, 'charts.lock.json'),
  });
  const { value: before, findings } = await previousOf(place, options);
  if (before === undefined) return { findings };
  const subject: Subject = {
    name: root,
    types,
    ...(cluster && { cluster }),
    inputs: airGap === undefined ? [online] : [online, airGapped],
    previous: before.previous?.objects.map(({ manifest }) => manifest),
    check: ([whole, alone]) => {
      const read = readerOf([whole, alone].flatMap((one) => one ?? []));
      const check = (one: Simulated | undefined, beside: Beside) =>
        one === undefined ? [] : checkVariant(one, definition, ruleSets, beside, read);
      const airGapInput = airGap && whole?.isWhole ? { airGap: airGapOf(airGap, name, whole) } : {};
      const broken = [...check(whole, before), ...check(alone, { ...before, ...airGapInput })];
      const varying = [whole, alone].flatMap((one) => one?.varying ?? []);
      return waive(deduplicate(withVarying(broken, varying, ruleSets)), waivers, options.today);
    },
    what: (simulated) => simulated.map(releasesOf).join(', air-gapped '),
    // For the air-gapped variant, all charts are available locally.
    details: (simulated) => simulated.slice(-1).flatMap(installationOf),
  };
  return { value: subject, findings: [] };
};

/** The input of the comparison with the online variant. */
type Beside = Pick<CheckInput, 'previous' | 'airGap'>;

/** If a release is not rendered, rules would report its objects as missing. */
const checkVariant = (
  { clusters, isWhole, input, built }: Simulated,
  definition: Profile,
  ruleSets: readonly RuleSet[],
  beside: Beside,
  read: ReadChart,
): readonly Finding[] =>
  isWhole
    ? clusters
        .map((cluster) => ({
          ...inputOfProfile(cluster, definition, input.workspaceRoot, read),
          ...(input.target && { target: input.target }),
          gaps: gapsOf(built, cluster),
        }))
        .flatMap((one) => checkProfile({ ...one, ...beside }, ruleSets))
    : [notChecked(input)];

const notChecked = ({ workspaceRoot, directory }: Simulated['input']): Finding => ({
  rule: 'not-evaluated',
  severity: 'info',
  position: { file: relative(workspaceRoot, directory) },
  message: 'the rules are not checked, since not everything of the profile is rendered',
  unseen: { what: 'evaluated', reason: 'rules' },
});

/** The inputs for checking the air-gapped variant of a profile. */
const airGapOf = ({ source, values }: AirGap, name: string, online: Simulated): AirGapInput => ({
  registry: (source.spec?.url ?? '').replace(`/${name}`, ''),
  replaced: Object.keys(values),
  online: online.clusters.flatMap(({ objects }) => objects),
});
