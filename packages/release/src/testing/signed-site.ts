import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { printReport } from '@helm-charts/pipeline';
import { type OciRegistry, startOciRegistry } from '@helm-charts/testing/registries';
import { type PushOptions, push } from '../push/push.ts';
import type { VerifyOptions } from '../verify/options.ts';
import { verify } from '../verify/verify.ts';
import { type KeyFiles, writeKeys } from './keys.ts';
import { lockOf, repositoryIn, roots } from './repository.ts';

/** A registry with the charts api and web and the release a, signed with the first key. */
export interface SignedSite extends AsyncDisposable {
  /** For files of the test. */
  readonly folder: string;
  readonly workspace: string;
  readonly registry: OciRegistry;
  /** The text of release.lock.json. */
  readonly lock: string;
  readonly keys: KeyFiles;
  readonly otherKeys: KeyFiles;
  /** Pushes the charts again, and returns what is printed. */
  readonly pushing: (options: Partial<PushOptions>) => Promise<string>;
  /** Verifies references, or everything in the lock, with the first key, and returns what is printed. */
  readonly verifying: (
    options?: Partial<VerifyOptions>,
    references?: readonly string[],
  ) => Promise<string>;
}

export const startSignedSite = async (): Promise<SignedSite> => {
  const folder = await mkdtemp(join(tmpdir(), 'signed-'));
  const [keys, otherKeys] = [await writeKeys(folder, 'one'), await writeKeys(folder, 'two')];
  const workspace = await repositoryIn(folder);
  const registry = await startOciRegistry();
  const connection = { registry: `oci://${registry.address}/site`, plainHttp: true };
  const hidden = (text: string): string =>
    text
      .replaceAll(registry.address, 'HOST')
      .replaceAll(folder, 'FOLDER')
      .replaceAll(/sha256:\w{64}/g, 'DIGEST');
  const pushing: SignedSite['pushing'] = async (options) =>
    hidden(printReport(await push(workspace, roots, { ...connection, release: 'a', ...options })));
  await pushing({ signKey: keys.privateKey });
  return {
    folder,
    workspace,
    registry,
    lock: await lockOf(workspace),
    keys,
    otherKeys,
    pushing,
    verifying: async (options = {}, references = []) => {
      const named = references.length > 0 ? { plainHttp: true } : connection;
      const all = { keys: [keys.publicKey], ...named, ...options };
      return hidden(printReport(await verify(workspace, references, all)));
    },
    [Symbol.asyncDispose]: async () => {
      await registry[Symbol.asyncDispose]();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
