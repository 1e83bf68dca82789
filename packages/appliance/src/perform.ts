import { resolve } from 'node:path';
import { parseAddress } from './address/parse.ts';
import type { AddressOptions } from './address/plan.ts';
import type { Given } from './arguments.ts';
import { backup } from './commands/backup.ts';
import { bootstrap } from './commands/bootstrap.ts';
import { deploy } from './commands/deploy.ts';
import { exportSecrets } from './commands/export.ts';
import { restore } from './commands/restore.ts';
import { rotate } from './commands/rotate.ts';
import { addTenant } from './commands/tenant.ts';
import { wipe } from './commands/wipe.ts';
import type { CommandName } from './commands.ts';
import { unconfirmed, unconfirmedRotation } from './confirm.ts';
import { readPassphrase } from './passphrase.ts';
import type { Session } from './session.ts';
import type { SourceOptions } from './source.ts';
import type { Item } from './status/item.ts';
import { takeStatus } from './status/status.ts';
import { stopOn } from './stop.ts';
import { askTenant } from './tenant/ask.ts';
import type { TenantData } from './tenant/fields.ts';
import { readLicense, readTenant } from './tenant/file.ts';
import type { Given as GivenTenant } from './tenant/give.ts';
import type { Terminal } from './terminal.ts';

/** Runs a command; the status of everything where the command is about it. */
export const perform = async (
  command: CommandName,
  session: Session,
  given: Given,
  terminal: Terminal,
): Promise<readonly Item[]> => {
  const file = (name: Parameters<Given['text']>[0]): string | undefined => {
    const path = given.text(name);
    return path && resolve(terminal.directory, path);
  };
  const passphrase = (isNew: boolean) => () =>
    readPassphrase(terminal, file('passphrase-file'), isNew);
  const values = given.values.map((option) =>
    option.replace(/=(.+)/, (_, path: string) => `=${resolve(terminal.directory, path)}`),
  );
  switch (command) {
    case 'bootstrap':
      await bootstrap(
        session,
        {
          ...sourceOf(given, file('cosign-key')),
          ...addressOptions(given, file),
          fluxManifest: file('flux-manifest'),
          images: file('images'),
          values,
          given: readGiven(file('tenant-file'), file('license-file')),
        },
        askFor(session, terminal, true),
      );
      return [];
    case 'tenant': {
      const files = readGiven(file('tenant-file'), file('license-file'));
      await addTenant(session, files, askFor(session, terminal, false));
      return [];
    }
    case 'deploy': {
      const written = { ...sourceOf(given, file('cosign-key')), ...addressOptions(given, file) };
      await deploy(session, { ...written, values, images: file('images') });
      return [];
    }
    case 'status':
      return takeStatus(session);
    case 'secrets export':
      await exportSecrets(session, file('output') ?? '', passphrase(true));
      return [];
    case 'secrets rotate': {
      const options = { names: given.operands, output: file('output') };
      const confirm = (names: readonly string[]) => unconfirmedRotation(names, given, terminal);
      await rotate(session, options, { confirm, passphrase: passphrase(true) });
      return [];
    }
    case 'backup':
      await backup(session);
      return [];
    case 'restore': {
      const keepSuspended = given.has('keep-suspended');
      const [key, replace] = [file('key'), given.has('replace')];
      const name = given.text('backup');
      const request = name === undefined ? undefined : { name, key, replace };
      await restore(
        session,
        { from: file('from'), backup: request, keepSuspended },
        passphrase(false),
      );
      return [];
    }
    case 'wipe':
      stopOn(2, await unconfirmed(session, given, terminal));
      await wipe(session);
      return [];
  }
};

/** What the files have, or a Failure (2) with all that is wrong with both. */
const readGiven = (tenantFile?: string, licenseFile?: string): GivenTenant => {
  const tenant = tenantFile === undefined ? undefined : readTenant(tenantFile);
  const license = licenseFile === undefined ? undefined : readLicense(licenseFile);
  stopOn(2, [...(tenant?.findings ?? []), ...(license?.findings ?? [])]);
  return { tenant: tenant?.value, license: license?.value };
};

const askFor =
  ({ say, dryRun }: Session, { ask }: Terminal, isOptional: boolean) =>
  async (): Promise<TenantData | undefined> =>
    ask === undefined || dryRun ? undefined : askTenant(ask, say, isOptional);

const addressOptions = (
  given: Given,
  file: (name: 'tls-cert' | 'tls-key') => string | undefined,
): AddressOptions => {
  const address = parseAddress(given.text('address') ?? '');
  const [certificate, key] = [file('tls-cert'), file('tls-key')];
  return {
    // A wrong address has ended the program before.
    address: typeof address === 'string' ? undefined : address,
    files: certificate && key ? { certificate, key } : undefined,
  };
};

const sourceOf = (given: Given, keys: string | undefined): SourceOptions => {
  const [branch, tag, commit] = [given.text('branch'), given.text('tag'), given.text('commit')];
  const hasRef = [branch, tag, commit].some((ref) => ref !== undefined);
  return {
    url: given.text('url'),
    // In a merge patch a null takes away what was there of the others.
    ref: hasRef ? { branch: branch ?? null, tag: tag ?? null, commit: commit ?? null } : undefined,
    hasRegistry: given.text('registry') !== undefined,
    secret: given.text('source-secret'),
    keys,
  };
};
