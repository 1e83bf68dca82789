import { type Client, pushOnce, type Tagged } from '@helm-charts/oci';
import type { ReleaseLock } from '../lock/lock.ts';
import type { Signer } from '../sign/signer.ts';
import { pushContent } from './push-content.ts';
import { releaseImage } from './release-image.ts';
import { findUnsigned, type Signable, signAll } from './sign.ts';
import { stateOf } from './state.ts';

/** A release that the registry has. */
export interface PushedRelease extends Signable {
  readonly reference: Tagged;
  /** The number of signatures that were missing. */
  readonly signed: number;
}

/** Pushes the lock under the name of the release, and signs it. */
export const pushRelease = async (
  client: Client,
  { host, repository, tag }: Tagged,
  lock: ReleaseLock,
  signer: Signer | undefined,
  isDryRun: boolean,
): Promise<PushedRelease> => {
  const reference = { host, repository: `${repository}/releases`, tag };
  const image = releaseImage(lock);
  const found = await stateOf(client, reference, image);
  if (found.kind === 'refused') throw found.failure;
  const state = found.kind === 'absent' ? 'pushed' : found.kind;
  const isPushed = state === 'pushed' && !isDryRun;
  const release: Signable = { reference, digest: found.digest, state };
  const unsigned = signer === undefined ? [] : await findUnsigned(client, [release], signer);
  if (isPushed) await pushContent(client, reference, image);
  if (signer !== undefined && !isDryRun) await signAll(client, unsigned, signer);
  if (isPushed) await pushOnce(client, reference, image);
  return { ...release, reference, signed: unsigned.length };
};
