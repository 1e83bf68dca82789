import { existsSync } from 'node:fs';
import { link, rm, writeFile } from 'node:fs/promises';
import { Failure } from '@helm-charts/types';
import { secretReference, secretStates } from '../secrets.ts';
import type { Session } from '../session.ts';
import { findingOf } from '../status/item.ts';
import { secretItem } from '../status/workload.ts';
import { type Contents, seal } from '../vault.ts';

/**
 * Writes the Secrets of the profile, encrypted, into a new file that only its owner may read. Throws a Failure: 2 where the file
 * exists, 1 where a Secret is not whole, for such an export would be no help.
 */
export const exportSecrets = async (
  session: Session,
  output: string,
  askPassphrase: () => Promise<string>,
): Promise<void> => {
  if (existsSync(output)) throw taken(output);
  const open = (await secretStates(session))
    .map(secretItem)
    .filter(({ state }) => state !== 'ready');
  if (open.length > 0) throw new Failure(1, open.map(findingOf));
  const contents = await read(session);
  const text = await seal(contents, await askPassphrase());
  const names = Object.keys(contents.secrets);
  if (session.dryRun) return session.say(`would write ${names.join(', ')} to ${output}`);
  await writeNew(output, text);
  session.say(`wrote ${names.join(', ')} to ${output}, encrypted`);
};

const read = async ({ api, site }: Session): Promise<Contents> => {
  const secrets = await Promise.all(
    site.secrets.map(async ({ name }) => {
      const live = await api.get(secretReference(name, site.targetNamespace));
      return [name, (live?.data ?? {}) as Readonly<Record<string, string>>] as const;
    }),
  );
  return { profile: site.name, secrets: Object.fromEntries(secrets) };
};

/** The file is there whole or not at all, and never in place of another. */
const writeNew = async (path: string, text: string): Promise<void> => {
  const draft = `${path}.${process.pid}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    await link(draft, path);
  } catch (error) {
    if (existsSync(path)) throw taken(path);
    const [sentence = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw failure(path, `it can't be written (${sentence}); correct --output`);
  } finally {
    await rm(draft, { force: true });
  }
};

const taken = (path: string): Failure =>
  failure(path, 'there is such a file already, and an export replaces none; give another --output');

const failure = (where: string, message: string): Failure =>
  new Failure(2, [{ rule: 'export', severity: 'error', where, message }]);
