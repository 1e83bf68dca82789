import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `alga-appliance --version` prints. */
export const versionText = (): string => {
  const manifest = readFileSync(join(import.meta.dirname, '../package.json'), 'utf8');
  const { version } = JSON.parse(manifest) as { version: string };
  return `alga-appliance ${version}\n`;
};
