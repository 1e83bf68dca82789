import { existsSync } from 'node:fs';
import { link, rm, writeFile } from 'node:fs/promises';
import { type Checked, type Finding, orFail } from '@helm-charts/types';
import { exportName, secretReference, secretStates } from '../secrets.ts';
import type { Session } from '../session.ts';
import { findingOf } from '../status/item.ts';
import { secretItem } from '../status/workload.ts';
import { stopOn } from '../stop.ts';
import { type Contents, seal } from '../vault.ts';

/**
 * Writes the Secrets of the profile, encrypted, into a new file that only its owner may read. Ends with 2 where the file
 * exists, with 1 where a Secret is not complete, for such an export would be no help.
 */
export const exportSecrets = async (
  session: Session,
  output: string,
  askPassphrase: () => Promise<Checked<string>>,
): Promise<void> => {
  if (existsSync(output)) stopOn(2, [taken(output)]);
  const open = (await secretStates(session))
    .map(secretItem)
    .filter(({ state }) => state !== 'ready');
  stopOn(1, open.map(findingOf));
  const contents = await read(session);
  const text = await seal(contents, orFail(await askPassphrase()));
  const names = Object.keys(contents.secrets);
  if (session.dryRun) return session.say(`would write ${names.join(', ')} to ${output}`);
  stopOn(2, await writeNew(output, text));
  session.say(`wrote ${names.join(', ')} to ${output}, encrypted`);
};

const read = async ({ api, site }: Session): Promise<Contents> => {
  const secrets = await Promise.all(
    site.secrets.map(async ({ name, namespace }) => {
      const of = secretReference(name, namespace);
      const live = await api.get(of);
      return [
        exportName(site, of),
        (live?.data ?? {}) as Readonly<Record<string, string>>,
      ] as const;
    }),
  );
  return { profile: site.name, secrets: Object.fromEntries(secrets) };
};

/** The file is there whole or not at all, and never in place of another. */
const writeNew = async (path: string, text: string): Promise<readonly Finding[]> => {
  const draft = `${path}.${process.pid}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: 'wx' });
    await link(draft, path);
    return [];
  } catch (error) {
    if (existsSync(path)) return [taken(path)];
    const [sentence = ''] = String(error instanceof Error ? error.message : error).split('\n');
    return [finding(path, `it can't be written (${sentence})`, 'correct --output')];
  } finally {
    await rm(draft, { force: true });
  }
};

export const taken = (path: string): Finding =>
  finding(path, 'this file exists, and an export replaces none', 'give another --output');

const finding = (file: string, message: string, fix: string): Finding => ({
  rule: 'export',
  severity: 'error',
  position: { file },
  message,
  fix,
});
