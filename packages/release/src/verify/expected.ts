import {
  parseReference,
  printReference,
  type Reference,
  type Repository,
  tagOf,
} from '@helm-charts/oci';
import type { Checked, Finding } from '@helm-charts/types';
import type { Released, ReleaseLock } from '../lock/lock.ts';
import { wrong } from './options.ts';

/** What to verify: a reference, and what the lock says of it if there is one. */
export interface Expected {
  readonly reference: Reference;
  readonly released?: Released;
}

/** Everything in a lock: charts lie in `charts/<name>`, profiles in `<name>`. */
export const expectedOf = (
  { charts, profiles }: ReleaseLock,
  { host, repository }: Repository,
): Checked<readonly Expected[]> => {
  const at = (path: string, released: Released): Expected => ({
    reference: { host, repository: `${repository}/${path}`, tag: tagOf(released.version) },
    released,
  });
  const value = [
    ...charts.map((one) => at(`charts/${one.name}`, one)),
    ...profiles.map((one) => at(one.name, one)),
  ];
  if (value.length > 0) return { value, findings: [] };
  const fix = 'name the lock or the release that you want to verify';
  return { findings: [wrong(`oci://${host}/${repository}`, 'the lock has no artifact', fix)] };
};

/** References as people write them. */
export const expectedIn = (references: readonly string[]): Checked<readonly Expected[]> => {
  const read = references.map((text): Checked<Expected> => {
    const { value, findings } = parseReference(text);
    if (value === undefined) return { findings };
    if (value.tag !== undefined || value.digest !== undefined)
      return { value: { reference: value }, findings };
    const fix = 'write its version, like oci://registry.example.com/charts/web:1.0.0';
    return { findings: [wrong(text, 'it has neither a tag nor a digest', fix)] };
  });
  const findings = read.flatMap((one) => one.findings);
  return findings.length > 0
    ? { findings }
    : { value: read.flatMap(({ value }) => value ?? []), findings };
};

/** A finding about an artifact. */
export const problem = ({ reference }: Expected, message: string, fix: string): Finding =>
  wrong(printReference(reference), message, fix);
