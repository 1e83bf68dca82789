import { type Context, type Problem, problem } from '@helm-charts/check';
import { type ClusterObject, namespaceOf, objectAt, type Pod } from '@helm-charts/kubernetes';
import { type Ini, parseIni, parsePairs } from './ini.ts';

/** A configuration of PgBouncer, and the pods that mount it. */
export interface Pooler {
  readonly config: ClusterObject;
  readonly settings: ReadonlyMap<string, string>;
  readonly databases: readonly Database[];
  readonly pods: readonly Pod[];
}

/** An entry of `[databases]` in `pgbouncer.ini`. */
interface Database {
  readonly name: string;
  readonly pairs: ReadonlyMap<string, string>;
  readonly poolMode: string;
}

/** Path of `pgbouncer.ini` in a ConfigMap. */
export const configPath = ['data', 'pgbouncer.ini'] as const;

/** Parses `pgbouncer.ini` of every ConfigMap that has one. */
export const poolersOf = ({ ofKind, pods }: Context): readonly Pooler[] =>
  ofKind('ConfigMap').flatMap((config) => {
    const text = objectAt(config.manifest, 'data')['pgbouncer.ini'];
    if (typeof text !== 'string') return [];
    const ini = parseIni(text);
    return [
      {
        config,
        settings: ini.get('pgbouncer') ?? new Map(),
        databases: databasesOf(ini),
        pods: pods.filter((pod) => mounts(pod, config)),
      },
    ];
  });

/** A problem for each PgBouncer whose setting `describe` rejects. A missing setting has the default of PgBouncer. */
export const settingProblems = (
  context: Context,
  name: string,
  defaultValue: string,
  describe: (value: string) => Pick<Problem, 'message' | 'fix'> | undefined,
): readonly Problem[] =>
  poolersOf(context).flatMap(({ config, settings }) => {
    const wrong = describe(settings.get(name) ?? defaultValue);
    return wrong === undefined ? [] : [problem(config, configPath, wrong.message, wrong.fix)];
  });

const databasesOf = (ini: Ini): readonly Database[] =>
  [...(ini.get('databases') ?? [])].map(([name, line]) => {
    const pairs = parsePairs(line);
    const poolMode = pairs.get('pool_mode') ?? ini.get('pgbouncer')?.get('pool_mode') ?? 'session';
    return { name, pairs, poolMode };
  });

const mounts = ({ namespace, volumes }: Pod, { manifest }: ClusterObject): boolean =>
  namespace === namespaceOf(manifest) &&
  volumes.some(
    ({ type, source }) => type === 'configMap' && source.name === manifest.metadata.name,
  );
