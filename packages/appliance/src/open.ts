import { basename, resolve } from 'node:path';
import { findWorkspace, loadConfig, loadProfile, profileRoots } from '@helm-charts/pipeline';
import {
  type AirGap,
  type Checked,
  Failure,
  type Finding,
  objectIdOf,
  type Profile,
  parseDuration,
  printFinding,
} from '@helm-charts/types';
import { type Api, connect } from './api/api.ts';
import { loadKubeconfig } from './api/kubeconfig.ts';
import type { Given } from './arguments.ts';
import { registryOf } from './registry.ts';
import type { Change, Session } from './session.ts';
import { presetSecret } from './signature-keys.ts';
import { type Site, siteOf } from './site.ts';
import type { Terminal } from './terminal.ts';

/** Finds the profile and the cluster that are meant. Ends with 2 and all that is unclear about both. */
export const openSession = async (
  given: Given,
  terminal: Terminal,
  changes: Change[],
): Promise<Session> => {
  const { directory, environment, signal, say } = terminal;
  const found = await findProfile(directory, given.text('profile'));
  const kubeconfig = given.text('kubeconfig');
  const access = loadKubeconfig({
    kubeconfig: kubeconfig && resolve(directory, kubeconfig),
    context: given.text('context'),
    environment,
  });
  if (found.value === undefined || access.value === undefined) {
    throw new Failure(2, [...found.findings, ...access.findings]);
  }
  const [{ profile, workspace }, config] = [found.value, access.value];
  for (const warning of access.findings) say(`${printFinding(warning)}\n`);
  const asked = given.text('timeout');
  const after = (asked && parseDuration(asked)) || longest(siteOf(profile));
  // Somebody who watches may do so for days.
  const deadline = {
    at: given.has('watch') ? Number.POSITIVE_INFINITY : Date.now() + after,
    after,
  };
  // An API server that takes longer for one answer is as good as away; one that is only busy is not, however short the wait.
  const patience = Math.max(5_000, Math.min(30_000, after));
  const api = connect({ config, signal, patience, deadline });
  const site = await siteOn(api, profile, given);
  return {
    api,
    site,
    workspace,
    signal,
    dryRun: given.has('dry-run'),
    deadline,
    say: (line) => say(`${line}\n`),
    changes,
  };
};

export const findProfile = async (
  directory: string,
  name: string | undefined,
): Promise<Checked<{ readonly profile: Profile; readonly workspace: string }>> => {
  const workspace = findWorkspace(directory);
  if (workspace === undefined) {
    const fix = 'change to a directory of the repository that has the profile';
    return {
      findings: [unclear(directory, 'there is no profile here or in a directory above', fix)],
    };
  }
  const { value: config, findings } = await loadConfig(workspace);
  if (config === undefined) return { findings };
  const roots = profileRoots(workspace, config);
  const names = roots.map((root) => basename(root));
  const preset = name ?? config.appliance;
  if (preset === undefined && names.length !== 1) {
    const fix = `choose one of ${names.join(', ')}`;
    return { findings: [unclear('--profile', 'the workspace has several profiles', fix)] };
  }
  const chosen = preset ?? names[0] ?? '';
  if (!names.includes(chosen)) {
    const fix = `choose one of ${names.join(', ')}`;
    return { findings: [unclear('--profile', `there is no profile "${chosen}"`, fix)] };
  }
  const loaded = await loadProfile({ workspace, root: `flux-profiles/${chosen}` });
  return loaded.value === undefined
    ? { findings: loaded.findings }
    : { value: { profile: loaded.value, workspace }, findings: [] };
};

/** A site that was set up with a registry is air-gapped, and stays so: its source is an OCIRepository. */
const siteOn = async (api: Api, profile: Profile, given: Given): Promise<Site> => {
  const url = given.text('registry');
  const site = siteOf(profile);
  const hasKeys = given.text('cosign-key') !== undefined;
  if (profile.airGap === undefined) {
    if (hasKeys) throw keysOfGit(site);
    if (url === undefined) return site;
    const message = `the profile ${profile.name} has no variant for an air gap`;
    throw new Failure(2, [unclear('--registry', message, 'leave the option out')]);
  }
  const keysSecret = hasKeys ? secretOf(profile.airGap) : undefined;
  const registry = { url, insecure: given.has('insecure-registry'), keysSecret };
  const airGapped = siteOf(profile, registryOf(profile.airGap, registry));
  const has = async ({ source }: Site) => (await api.get(source)) !== undefined;
  const [isGit, isAirGapped] = await Promise.all([has(site), has(airGapped)]);
  if (url !== undefined && isGit) throw begunOtherwise(site, '--registry');
  if (given.text('url') !== undefined && isAirGapped) throw begunOtherwise(airGapped, '--url');
  if (url !== undefined || isAirGapped) return airGapped;
  if (hasKeys) throw keysOfGit(site);
  return site;
};

const secretOf = ({ source }: AirGap): string =>
  source.spec?.verify?.secretRef?.name ?? presetSecret;

const keysOfGit = ({ source }: Site): Failure =>
  new Failure(2, [
    {
      rule: 'source',
      severity: 'error',
      object: objectIdOf(source),
      message: 'it is a Git repository, and --cosign-key verifies what comes from a registry',
      fix: 'leave the option out, or name the registry with --registry',
    },
  ]);

const begunOtherwise = ({ source }: Site, option: string): Failure =>
  new Failure(2, [
    {
      rule: 'source',
      severity: 'error',
      object: objectIdOf(source),
      message: `the site was set up with this, and ${option} is another kind of source`,
      fix: 'leave the option out, or run "alga-appliance wipe" first',
    },
  ]);

/** What the longest chain of releases may take, one after another, and ten minutes for what is before it. */
const longest = ({ releases }: Site): number => {
  const ends = new Map<string, number>();
  for (const { name, dependsOn, timeout } of releases) {
    const start = Math.max(0, ...dependsOn.map((dependency) => ends.get(dependency) ?? 0));
    ends.set(name, start + (parseDuration(timeout) ?? 0));
  }
  return Math.max(0, ...ends.values()) + 600_000;
};

const unclear = (input: string, message: string, fix: string): Finding => ({
  rule: 'profile',
  severity: 'error',
  input,
  message,
  fix,
});
