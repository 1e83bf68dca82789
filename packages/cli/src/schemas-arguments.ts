import { readTarget, targetOf } from '@helm-charts/pipeline';
import type { TargetVersions } from '@helm-charts/types';
import { type Wrong, wrong } from './registry-arguments.ts';

/** What somebody asks of the schemas of a workspace. */
export type SchemasRequest =
  | {
      readonly kind: 'add-schemas';
      readonly paths: readonly string[];
      /** `<group>/<version>/<Kind>` of a JSON Schema. */
      readonly schemaKind: string | undefined;
      readonly json: boolean;
    }
  | {
      readonly kind: 'list-schemas';
      readonly target: TargetVersions | undefined;
      readonly json: boolean;
    };

interface Values {
  readonly json: boolean;
  readonly kind?: string;
  readonly target?: string;
  readonly [option: string]: unknown;
}

export const schemasRequest = (
  [action, ...paths]: readonly string[],
  { kind, target, json, ...others }: Values,
): SchemasRequest | Wrong => {
  // What was not given is absent, false or an empty list.
  const isGiven = (value: unknown): boolean => Boolean(value) && String(value) !== '';
  const hasOthers = Object.values(others).some(isGiven);
  if (action === 'list' && paths.length === 0) {
    if (hasOthers || kind !== undefined)
      return wrong('schemas list has the options --target and --json only');
    const named = target === undefined ? undefined : readTarget(target);
    const [problem] = named?.value ? targetOf(named.value).findings : (named?.findings ?? []);
    if (problem !== undefined) return wrong(`${problem.message}; ${problem.fix}`);
    return { kind: 'list-schemas', target: named?.value, json };
  }
  if (action !== 'add' || paths.length === 0)
    return wrong(
      'write schemas add and a file, a folder or the directory of a chart, or schemas list',
    );
  if (hasOthers || target !== undefined)
    return wrong('schemas add has the options --kind and --json only');
  return { kind: 'add-schemas', paths, schemaKind: kind, json };
};
