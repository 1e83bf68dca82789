import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import {
  isObject,
  listAt,
  parseYaml,
  printTarget,
  schemasOf,
  stringAt,
} from '@helm-charts/kubernetes';
import type { Finding, TargetVersions } from '@helm-charts/types';
import { loadConfig } from '../config.ts';
import { count, type Report, refused, reportOf } from '../report.ts';
import { targetOfRun } from '../target.ts';
import { readSchemasLock, type SchemasLock, schemaHash } from './lock.ts';

/** The workspace whose schemas are listed. */
export interface ListSchemas {
  /** The root of the workspace, absolute. */
  readonly workspace: string;
  /** Versions of Kubernetes and Flux in place of those of the configuration. */
  readonly target?: TargetVersions | undefined;
}

/**
 * Lists the schemas that `render` validates objects against: the kinds that `helm-charts schemas add` has written, and the sets
 * that come with the program. A schema that was changed, or is missing, is a finding.
 */
export const listSchemas = ({ workspace, target: option }: ListSchemas): Promise<Report> =>
  reportOf('schemas', async () => {
    const config = await loadConfig(workspace);
    if (config.value === undefined) return refused('schemas', config.findings);
    const { value: target, findings: unknown } = targetOfRun({
      option,
      config: config.value.target,
    });
    if (target === undefined) return refused('schemas', unknown);
    const folder = config.value.schemas ?? 'schemas';
    const [lock, own] = [readSchemasLock(join(workspace, folder)), kindsIn(workspace, folder)];
    const sets = schemasOf(target).map((set) => ({ set, kinds: kindsOfSet(set) }));
    const findings = [...own.flatMap((one) => changed(one, lock)), ...missing(own, lock, folder)];
    return {
      summary: `schemas: ${count(own.length, 'kind')} in ${folder}/, ${sets.reduce((sum, { kinds }) => sum + kinds, 0)} for ${printTarget(target)}`,
      details: [
        ...own.map(({ kind, file }) => {
          const from = lock.kinds[kind]?.from;
          return `  ${kind}: ${file}${from === undefined ? '' : `, from ${from}`}`;
        }),
        ...sets.map(({ set, kinds }) => `  ${set}: ${count(kinds, 'kind')}`),
      ],
      findings,
      exitCode: findings.length > 0 ? 1 : 0,
    };
  });

interface OwnKind {
  /** `<group>/<version>/<Kind>`. */
  readonly kind: string;
  /** The schema file, relative to the workspace. */
  readonly file: string;
  readonly text: string;
}

const kindsIn = (workspace: string, folder: string): readonly OwnKind[] => {
  const directory = join(workspace, folder);
  if (!existsSync(directory)) return [];
  const files = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^[^\\/]+[\\/][^\\/]+\.json$/.test(path))
    .toSorted();
  return files.flatMap((path) => {
    const text = readFileSync(join(directory, path), 'utf8');
    const { value } = parseYaml(text);
    const [named] = isObject(value) ? listAt(value, 'x-kubernetes-group-version-kind') : [];
    const parts = [stringAt(named, 'group'), stringAt(named, 'version'), stringAt(named, 'kind')];
    return parts.every((part) => part)
      ? [{ kind: parts.join('/'), file: `${folder}/${path.replaceAll('\\', '/')}`, text }]
      : [];
  });
};

const changed = ({ kind, file, text }: OwnKind, { kinds }: SchemasLock): readonly Finding[] => {
  const locked = kinds[kind];
  if (locked === undefined || locked.hash === schemaHash(text)) return [];
  const message = `the schema of ${kind} is not the one that was made from ${locked.from}`;
  return [problem(file, message, 'add the definition again with helm-charts schemas add')];
};

const missing = (
  own: readonly OwnKind[],
  { kinds }: SchemasLock,
  folder: string,
): readonly Finding[] =>
  Object.entries(kinds)
    .filter(([kind]) => !own.some((one) => one.kind === kind))
    .map(([kind, { from }]) => {
      const message = `the schema of ${kind} is missing, so its objects are not validated against ${from}`;
      return problem(
        `${folder}/lock.json`,
        message,
        'restore it, or remove the kind from the lock',
      );
    });

const problem = (file: string, message: string, fix: string): Finding => ({
  rule: 'schemas',
  severity: 'error',
  position: { file },
  message,
  fix,
});

/** How many kinds a set of schemas has. */
const kindsOfSet = (set: string): number => {
  const lock = createRequire(import.meta.url).resolve('@helm-charts/schemas/lock.json');
  const files = readdirSync(join(dirname(lock), set)).filter((name) => name.endsWith('.json'));
  return files.filter((name) => basename(name) !== 'definitions.json').length;
};
