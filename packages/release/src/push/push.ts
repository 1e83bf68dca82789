import { join } from 'node:path';
import { replaceFile } from '@helm-charts/engine';
import {
  type Client,
  openClient,
  parseReference,
  printReference,
  type Repository,
} from '@helm-charts/oci';
import { count, type Report, refused, reportOf } from '@helm-charts/pipeline';
import type { Checked, Finding } from '@helm-charts/types';
import { predicatesOf } from '../attest/predicates.ts';
import type { Predicate } from '../attest/statement.ts';
import { type ConnectionOptions, clientOptions } from '../connection.ts';
import { lockName, lockText, readLock } from '../lock/lock.ts';
import { type Signer, type SigningOptions, signerOf } from '../sign/signer.ts';
import { readHistory } from './commit.ts';
import { type Item, itemOf } from './item.ts';
import { inParallel, together } from './parallel.ts';
import { pushContent } from './push-content.ts';
import { pushRelease } from './push-release.ts';
import { registryAt } from './registry.ts';
import { type Pushed, withReleased } from './released.ts';
import { findUnsigned, signAll } from './sign.ts';
import { stateOf } from './state.ts';
import { tagAll } from './tags.ts';

export interface PushOptions extends ConnectionOptions, SigningOptions {
  /** Where the artifacts go: `oci://registry.example.com/site`. */
  readonly registry: string;
  /** Tag in the repository `releases` under which all artifacts can be found together. */
  readonly release?: string | undefined;
  /** Looks what would be pushed, and writes nothing. */
  readonly dryRun?: boolean;
}

/**
 * Packs charts and profiles and pushes each under its version. A version that the registry has is never replaced: the same content stays as it is, and
 * other content is refused before anything is pushed. Tags are written when the content and, if there is a key, the signatures of all artifacts are there,
 * then the name of the release, then `release.lock.json`.
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
    const history = await readHistory(workspace, roots);
    const found = await Promise.all(
      roots.map((root) => itemOf({ workspace, root }, history, registry)),
    );
    const findings = [...lock.findings, ...found.flatMap((one) => one.findings)];
    if (lock.value === undefined || findings.length > 0)
      return refused('push', findings, findings.every(isOfState) ? 1 : 2);
    const items = found.flatMap(({ value }) => value ?? []);
    const signer = await signerOf(options);
    await using client = await openClient(clientOptions(options));
    const isDryRun = options.dryRun === true;
    const { environment = process.env, signal } = options;
    const predicates = (one: Pushed) => predicatesOf(one, workspace, environment, signal);
    const signing = { signer, predicatesOf: isDryRun ? async () => [] : predicates };
    const { pushed, signed } = await pushAll(client, items, signing, isDryRun);
    const after = withReleased(lock.value, pushed);
    const release =
      options.release === undefined
        ? undefined
        : await pushRelease(client, { ...registry, tag: options.release }, after, signer, isDryRun);
    if (!isDryRun) await replaceFile(join(workspace, lockName), lockText(after));
    const lines = [...pushed, ...(release === undefined ? [] : [release])].map((one) =>
      line(one, isDryRun),
    );
    const total = signer && signed + (release?.signed ?? 0);
    return { ...summaryOf(registry, pushed, total, isDryRun), details: lines };
  });

/** The input is right, and what is there does not allow a release yet. */
const isOfState = ({ rule }: Finding): boolean => ['released-version', 'push'].includes(rule);

/** The registry of the options. Tags come from versions. */
const registryOf = ({ registry, release }: PushOptions): Checked<Repository> => {
  if (release === undefined) return registryAt(registry);
  const { value, findings } = parseReference(`${registry}/releases:${release}`);
  if (value === undefined) return { findings };
  const { host, repository } = value;
  return { value: { host, repository: repository.replace(/\/releases$/, '') }, findings };
};

/** Looks at all tags first, then pushes the content of all that are absent and what is signed of them, then their tags. */
const pushAll = async (
  client: Client,
  items: readonly Item[],
  { signer, predicatesOf }: Signing,
  isDryRun: boolean,
): Promise<{ readonly pushed: readonly Pushed[]; readonly signed: number }> => {
  const states = await inParallel(client, items, ({ reference, image }) =>
    stateOf(client, reference, image),
  );
  const refusals = states.flatMap((state) => (state.kind === 'refused' ? [state.failure] : []));
  if (refusals.length > 0) throw together(refusals);
  const pushed = items.flatMap((item, at): readonly Pushed[] => {
    const state = states[at];
    if (state === undefined || state.kind === 'refused') return [];
    const { kind, digest } = state;
    const revision = kind === 'absent' ? item.commit?.hash : state.revision;
    return [{ ...item, state: kind === 'absent' ? 'pushed' : 'unchanged', digest, revision }];
  });
  const absent = pushed.filter(({ state }) => state === 'pushed');
  const unsigned =
    signer === undefined ? [] : await findUnsigned(client, pushed, signer, predicatesOf);
  if (!isDryRun) {
    await inParallel(client, absent, ({ reference, image }) =>
      pushContent(client, reference, image),
    );
    if (signer !== undefined) await signAll(client, unsigned, signer);
    await tagAll(client, absent);
  }
  return { pushed, signed: unsigned.length };
};

/** With what artifacts are signed, and what is said of them. */
interface Signing {
  readonly signer: Signer | undefined;
  readonly predicatesOf: (one: Pushed) => Promise<readonly Predicate[]>;
}

const summaryOf = (
  { host, repository }: Repository,
  pushed: readonly Pushed[],
  signed: number | undefined,
  isDryRun: boolean,
): Report => {
  const fresh = pushed.filter(({ state }) => state === 'pushed').length;
  const verb = isDryRun ? 'would push' : 'pushed';
  const signatures =
    signed === undefined ? '' : `, ${isDryRun ? 'would sign' : 'signed'} ${signed}`;
  return {
    summary: `push: ${verb} ${count(fresh, 'artifact')} to oci://${host}/${repository}, ${pushed.length - fresh} unchanged${signatures}`,
    findings: [],
    exitCode: 0,
  };
};

const line = (
  { state, reference, digest }: Pick<Pushed, 'state' | 'reference' | 'digest'>,
  isDryRun: boolean,
): string =>
  `${(isDryRun && state === 'pushed' ? 'new' : state).padEnd(9)} ${printReference({ ...reference, digest })}`;
