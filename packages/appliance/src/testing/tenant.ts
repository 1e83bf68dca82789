import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { type Appliance, startAppliance } from './appliance.ts';

export const password = 'Correct-horse: 1';

/** What a file with a tenant holds. */
export const fields = {
  organisation: 'Analytical Engines',
  firstName: 'Ada',
  lastName: 'Lovelace',
  email: 'ada@example.com',
  password,
};

/** Writes a file that only its owner may read. */
export const fileOf = (
  { folder }: Appliance,
  text: string | Buffer = JSON.stringify(fields),
): string => {
  const file = join(folder, 'tenant.yaml');
  writeFileSync(file, text, { mode: 0o600 });
  return file;
};

/** The arguments of a set-up. */
export const bootstrap = ({ folder }: Appliance, ...more: readonly string[]): readonly string[] => [
  ...['bootstrap', '--url', 'https://git.site/fork.git', '--timeout', '10m'],
  ...['--flux-manifest', join(folder, 'flux.yaml'), ...more],
];

/** A cluster for a profile that creates a tenant. */
export const start = (): Promise<Appliance> => startAppliance({ hasTenant: true });

/** An appliance that was set up without a tenant. */
export const withoutTenant = async (): Promise<Appliance> => {
  const appliance = await start();
  expect((await appliance.run(bootstrap(appliance))).exitCode).toBe(0);
  return appliance;
};

export const secret = 'Secret apps/appliance-initial-tenant';
export const record = 'ConfigMap apps/appliance-tenant';

/** The lines of the status about the tenant. */
export const tenantLines = async ({ run }: Appliance): Promise<readonly string[]> => {
  const { output } = await run(['status']);
  return output.split('\n').filter((line) => /Tenant|initial-tenant/.test(line));
};
