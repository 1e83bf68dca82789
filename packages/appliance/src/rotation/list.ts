import type { Profile } from '@helm-charts/types';
import { siteOf } from '../site.ts';
import { type Credential, credentialsOf, whyNever } from './credential.ts';

/** A line about a credential: never a value. */
interface Line {
  readonly name: string;
  readonly secret: string;
  readonly rotated: string;
  readonly effect: string;
}

/** How each credential of a profile is rotated, for people or as JSON. */
export const listCredentials = (profile: Profile, isJson: boolean): string => {
  const lines = credentialsOf(siteOf(profile)).map(lineOf);
  if (isJson) return `${JSON.stringify(lines, undefined, 2)}\n`;
  const rows = lines.map(({ name, secret, rotated, effect }) => [name, secret, rotated, effect]);
  const widths = [0, 1, 2].map((column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`)
    .join('');
};

const lineOf = (credential: Credential): Line => {
  const { key, secret, rotation } = credential;
  const [rotated, effect] =
    rotation === undefined || rotation.by === 'never'
      ? ['never', whyNever(credential)]
      : [rotation.by === 'bootstrap' ? 'by the bootstrap' : 'with a restart', rotation.effect];
  return { name: key, secret: `${secret.namespace}/${secret.name}`, rotated, effect };
};
