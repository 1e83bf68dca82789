import { basename, resolve } from 'node:path';
import { findWorkspace, loadProfile, projectRoots } from '@helm-charts/pipeline';
import { Failure, manifestId, type Profile, parseDuration } from '@helm-charts/types';
import { type Api, connect } from './api/api.ts';
import { loadKubeconfig } from './api/kubeconfig.ts';
import type { Given } from './arguments.ts';
import { registryOf } from './registry.ts';
import type { Change, Session } from './session.ts';
import { type Site, siteOf } from './site.ts';
import type { Terminal } from './terminal.ts';

/** Finds the profile and the cluster that are meant. Throws a Failure (2) where either is not clear. */
export const openSession = async (
  given: Given,
  terminal: Terminal,
  changes: Change[],
): Promise<Session> => {
  const { directory, environment, signal, say } = terminal;
  const profile = await findProfile(directory, given.text('profile'));
  const kubeconfig = given.text('kubeconfig');
  const config = loadKubeconfig({
    kubeconfig: kubeconfig && resolve(directory, kubeconfig),
    context: given.text('context'),
    environment,
  });
  const asked = given.text('timeout');
  const after = (asked && parseDuration(asked)) || longest(siteOf(profile));
  // An API server that takes longer for one answer is as good as away; one that is only busy is not, however short the wait.
  const api = connect({ config, signal, patience: Math.max(5_000, Math.min(30_000, after)) });
  const site = await siteOn(api, profile, given);
  return {
    api,
    site,
    signal,
    dryRun: given.has('dry-run'),
    deadline: { at: Date.now() + after, after },
    say: (line) => say(`${line}\n`),
    changes,
  };
};

const findProfile = async (directory: string, name: string | undefined): Promise<Profile> => {
  const workspace = findWorkspace(directory);
  if (workspace === undefined) {
    throw failure(
      directory,
      'this is no workspace: go to a directory below charts/, schemas/ and package.json',
    );
  }
  const roots = projectRoots(workspace).filter((root) => root.startsWith('flux-profiles/'));
  const names = roots.map((root) => basename(root));
  if (name === undefined && names.length !== 1) {
    throw failure('--profile', `say which profile is meant: ${names.join(', ')}`);
  }
  const chosen = name ?? names[0] ?? '';
  if (!names.includes(chosen)) {
    throw failure('--profile', `there is no profile "${chosen}"; there are ${names.join(', ')}`);
  }
  return loadProfile({ workspace, root: `flux-profiles/${chosen}` });
};

/** A site is without Internet if it begins with a registry, and then for ever: its source is an OCIRepository. */
const siteOn = async (api: Api, profile: Profile, given: Given): Promise<Site> => {
  const url = given.text('registry');
  const site = siteOf(profile);
  if (profile.airGap === undefined) {
    if (url === undefined) return site;
    throw failure('--registry', `the profile ${profile.name} has no variant for an air gap`);
  }
  const registry = { url, insecure: given.has('insecure-registry') };
  const airGapped = siteOf(profile, registryOf(profile.airGap, registry));
  const has = async ({ source }: Site) => (await api.get(source)) !== undefined;
  const [isGit, isAirGapped] = await Promise.all([has(site), has(airGapped)]);
  if (url !== undefined && isGit) throw begunOtherwise(site, '--registry');
  if (given.text('url') !== undefined && isAirGapped) throw begunOtherwise(airGapped, '--url');
  return url !== undefined || isAirGapped ? airGapped : site;
};

const begunOtherwise = ({ source }: Site, option: string): Failure =>
  new Failure(2, [
    {
      rule: 'source',
      severity: 'error',
      where: manifestId(source),
      message: `the site was set up with this, and ${option} is another kind of source; leave it out, or run "alga-appliance wipe" first`,
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

const failure = (where: string, message: string): Failure =>
  new Failure(2, [{ rule: 'profile', severity: 'error', where, message }]);
