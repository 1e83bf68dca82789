import { join } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import {
  type Client,
  type ClientOptions,
  openClient,
  parseReference,
  printReference,
  pushBlob,
  pushOnce,
  putManifest,
  type Reference,
  type Repository,
} from '@helm-charts/oci';
import { count, type Report, refused, reportOf } from '@helm-charts/pipeline';
import { type Checked, Failure } from '@helm-charts/types';
import { lockName, lockText, type ReleaseLock, readLock } from '../lock/lock.ts';
import { type Item, itemOf } from './item.ts';
import { inParallel, together } from './parallel.ts';
import { releaseImage } from './release-image.ts';
import { type Pushed, withReleased } from './released.ts';
import { stateOf } from './state.ts';

export interface PushOptions {
  /** Where the artifacts go: `oci://registry.example.com/site`. */
  readonly registry: string;
  /** Tag in the repository `releases` under which all artifacts can be found together. */
  readonly release?: string | undefined;
  /** Looks what would be pushed, and writes nothing. */
  readonly dryRun?: boolean;
  readonly plainHttp?: boolean;
  /** A PEM file with certificate authorities that are trusted, too. */
  readonly authorityFile?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Packs charts and profiles and pushes each under its version. A version that the registry has is never replaced: the same content stays as it is, and
 * other content is refused before anything is pushed. Tags are written when the content of all artifacts is there, then the name of the release, then
 * `release.lock.json`.
 */
export const push = (
  workspace: string,
  roots: readonly string[],
  options: PushOptions,
): Promise<Report> =>
  reportOf('push', async () => {
    const { value: registry, findings: wrong } = registryOf(options);
    if (registry === undefined) return refused('push', wrong);
    const lock = await readLock(workspace);
    const found = await Promise.all(roots.map((root) => itemOf({ workspace, root }, registry)));
    const findings = [...lock.findings, ...found.flatMap((one) => one.findings)];
    if (lock.value === undefined || findings.length > 0) return refused('push', findings, 1);
    const items = found.flatMap(({ value }) => value ?? []);
    await using client = await openClient(clientOptions(options));
    const pushed = await pushAll(client, items, options.dryRun === true);
    const after = withReleased(lock.value, pushed);
    const release = await pushRelease(client, registry, after, options);
    if (!options.dryRun) await replaceFile(join(workspace, lockName), lockText(after));
    return reportPushed(registry, pushed, release, options);
  });

const clientOptions = ({
  plainHttp = false,
  authorityFile,
  signal,
}: PushOptions): ClientOptions => ({
  plainHttp,
  ...(authorityFile !== undefined && { authorityFile }),
  ...(signal !== undefined && { signal }),
});

/** The registry of the options. Tags come from versions. */
const registryOf = ({ registry, release }: PushOptions): Checked<Repository> => {
  const { value, findings } = parseReference(
    release === undefined ? registry : `${registry}/releases:${release}`,
  );
  if (value === undefined) return { findings };
  const { host, repository, tag, digest } = value;
  if (release !== undefined)
    return { value: { host, repository: repository.replace(/\/releases$/, '') }, findings };
  if (tag === undefined && digest === undefined) return { value: { host, repository }, findings };
  const message = 'it has a tag or a digest, and those come from the versions';
  const fix = 'name the registry and a folder: oci://registry.example.com/site';
  return { findings: [{ rule: 'push', severity: 'error', input: registry, message, fix }] };
};

/** Looks at all tags first, then pushes the content of all that are absent, then their tags. */
const pushAll = async (
  client: Client,
  items: readonly Item[],
  isDryRun: boolean,
): Promise<readonly Pushed[]> => {
  const states = await inParallel(client, items, ({ reference, image }) =>
    stateOf(client, reference, image),
  );
  const refusals = states.flatMap((state) => (state.kind === 'refused' ? [state.failure] : []));
  if (refusals.length > 0) throw together(refusals);
  const absent = items.filter((_, at) => states[at]?.kind === 'absent');
  if (!isDryRun) {
    await inParallel(client, absent, ({ reference, image }) =>
      pushContent(client, reference, image),
    );
    await tagAll(client, absent);
  }
  return items.flatMap((item, at): readonly Pushed[] => {
    const state = states[at];
    if (state === undefined || state.kind === 'refused') return [];
    const { kind, digest } = state;
    return [{ ...item, state: kind === 'absent' ? 'pushed' : 'unchanged', digest }];
  });
};

/** Tags what was pushed. If that fails in the middle, the failure names the tags that are there already. */
const tagAll = async (client: Client, items: readonly Item[]): Promise<void> => {
  const tagged: string[] = [];
  try {
    await inParallel(client, items, async ({ reference, image }) => {
      await pushOnce(client, reference, image);
      tagged.push(printReference(reference));
    });
  } catch (error) {
    if (!(error instanceof Failure) || tagged.length === 0) throw error;
    const message = `${tagged.toSorted().join(', ')} ${tagged.length === 1 ? 'was' : 'were'} pushed before that`;
    const fix = 'run the same command again, which pushes the others';
    throw together([error, new Failure(1, [{ rule: 'push', severity: 'info', message, fix }])]);
  }
};

/** Pushes blobs and manifest without a tag: nobody finds them until they have one. */
const pushContent = async (
  client: Client,
  { host, repository }: Repository,
  { manifest, blobs }: Item['image'],
): Promise<void> => {
  for (const blob of blobs) await pushBlob(client, { host, repository }, blob);
  await putManifest(client, { host, repository }, manifest);
};

/** Pushes the lock under the name of the release, and returns what to say of it. */
const pushRelease = async (
  client: Client,
  { host, repository }: Repository,
  lock: ReleaseLock,
  { release, dryRun }: PushOptions,
): Promise<readonly string[]> => {
  if (release === undefined) return [];
  const reference = { host, repository: `${repository}/releases`, tag: release };
  const image = releaseImage(lock);
  const state = await stateOf(client, reference, image);
  if (state.kind === 'refused') throw state.failure;
  const isNew = state.kind === 'absent';
  if (isNew && !dryRun) await pushOnce(client, reference, image);
  return [line(isNew ? 'pushed' : 'unchanged', { ...reference, digest: state.digest }, dryRun)];
};

const reportPushed = (
  { host, repository }: Repository,
  pushed: readonly Pushed[],
  release: readonly string[],
  { dryRun }: PushOptions,
): Report => {
  const fresh = pushed.filter(({ state }) => state === 'pushed').length;
  const verb = dryRun ? 'would push' : 'pushed';
  return {
    summary: `push: ${verb} ${count(fresh, 'artifact')} to oci://${host}/${repository}, ${pushed.length - fresh} unchanged`,
    details: [
      ...pushed.map(({ state, reference, digest }) =>
        line(state, { ...reference, digest }, dryRun),
      ),
      ...release,
    ],
    findings: [],
    exitCode: 0,
  };
};

const line = (state: Pushed['state'], reference: Reference, isDryRun = false): string =>
  `${(isDryRun && state === 'pushed' ? 'new' : state).padEnd(9)} ${printReference(reference)}`;
