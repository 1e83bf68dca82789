import { parseArgs } from 'node:util';
import { type DependenciesAction, type EngineChoice, ruleSetNames } from '@helm-charts/pipeline';
import { type BundleRequest, bundleRequest } from './bundle-arguments.ts';
import { engineChoice, engineOptions } from './engine-arguments.ts';
import { type FetchRequest, fetchOptions, fetchRequest, withUpdate } from './fetch-arguments.ts';
import {
  type PushRequest,
  pushRequest,
  registryOption,
  registryOptions,
  type VerifyRequest,
  verifyRequest,
} from './registry-arguments.ts';
import { type SchemasRequest, schemasRequest } from './schemas-arguments.ts';

/** What somebody asks of the program. */
export type Request =
  | { readonly kind: 'help' }
  | { readonly kind: 'version' }
  | { readonly kind: 'wrong'; readonly message: string }
  | {
      readonly kind: 'run';
      readonly command: Command;
      readonly directories: readonly string[];
      readonly check: boolean;
      readonly force: boolean;
      readonly json: boolean;
      readonly values: readonly string[];
      readonly previous: string | undefined;
      /** Files with the objects that lookup finds, or `applied`. */
      readonly lookup: readonly string[];
      readonly upgrade: boolean;
      /** The names of the rule sets to check; undefined for the usual ones. */
      readonly rules: readonly string[] | undefined;
      /** The directory of the chart that values are checked against. */
      readonly chart: string | undefined;
      readonly fix: boolean;
      readonly removeDefaults: boolean;
      /** Whether versions that are too low are raised. */
      readonly write: boolean;
      readonly choice: EngineChoice;
      /** Whether results of earlier runs are used. */
      readonly cache: boolean;
      /** Whether everything that a render did not look at is an error. */
      readonly strict: boolean;
      /** The folder below which a render writes manifests. */
      readonly output: string | undefined;
    }
  | {
      readonly kind: 'dependencies';
      readonly directory: string;
      readonly action: DependenciesAction;
      /** How many seconds helm may take. */
      readonly timeout: number | undefined;
      readonly json: boolean;
    }
  | PushRequest
  | VerifyRequest
  | BundleRequest
  | FetchRequest
  | SchemasRequest;

type Command = (typeof commands)[number];

const commands = [
  'check-types',
  'check-values',
  'generate',
  'lint',
  'package',
  'render',
  'values',
  'versions',
] as const;

/** Reads the arguments of the program. */
export const request = (args: readonly string[]): Request => {
  try {
    const { values, positionals } = parseArgs({
      args: withUpdate(args),
      options,
      allowPositionals: true,
    });
    const [name, ...directories] = positionals;
    if (values.help || (name === undefined && args.length === 0)) return { kind: 'help' };
    if (values.version) return { kind: 'version' };
    if (name === 'fetch') return fetchRequest(directories, values);
    if (values.update !== undefined) return wrong('--update goes with fetch');
    if (name === 'schemas') return schemasRequest(directories, values);
    if (name === 'dependencies') return dependenciesRequest(directories, values);
    if (name === 'push') return pushRequest(directories, values);
    if (name === 'verify') return verifyRequest(directories, values);
    if (name === 'bundle') return bundleRequest(directories, values);
    const misplaced = registryOption(name ?? '', values);
    if (misplaced !== undefined) return wrong(misplaced);
    if (values.kind !== undefined) return wrong('--kind goes with schemas add');
    const command = commands.find((one) => one === name);
    if (command === undefined) {
      return wrong(
        `there is no command "${name ?? ''}"; there are ${[...commands, 'bundle', 'dependencies', 'fetch', 'push', 'schemas', 'verify'].join(', ')}`,
      );
    }
    const { check, force, json, values: files, previous, lookup, upgrade } = values;
    const choice = engineChoice(command, values);
    if ('kind' in choice) return choice;
    if ((check || force) && command !== 'generate')
      return wrong('--check and --force go with generate');
    if (check && force) return wrong('--check writes nothing, so --force has no meaning beside it');
    if (files.length > 0 && (!['render', 'values'].includes(command) || directories.length === 0)) {
      return wrong('--values goes with render or values and the directory of a chart');
    }
    if (command === 'values' && directories.length === 0)
      return wrong('values takes the directory of a chart: helm-charts values charts/web');
    if (previous !== undefined && command !== 'render') return wrong('--previous goes with render');
    if (lookup.length > 0 && (command !== 'render' || directories.length === 0))
      return wrong('--lookup goes with render and the directory of a chart or a tree');
    if (upgrade && command !== 'render') return wrong('--upgrade goes with render');
    const rules = values.rules?.split(',').filter((name) => name !== '');
    if (rules !== undefined && command !== 'render') return wrong('--rules goes with render');
    const unknown = rules?.find((name) => !ruleSetNames.includes(name));
    if (unknown !== undefined)
      return wrong(`there is no rule set "${unknown}"; use ${ruleSetNames.join(', ')}`);
    const cache = !values['no-cache'];
    if (!cache && command !== 'render') return wrong('--no-cache goes with render');
    const { strict, output } = values;
    if (strict && command !== 'render') return wrong('--strict goes with render');
    const { chart, fix, 'remove-defaults': removeDefaults, write } = values;
    if (write && command !== 'versions') return wrong('--write goes with versions');
    if (command === 'check-values' && directories.length === 0)
      return wrong('check-values takes the files to check: helm-charts check-values site.yaml');
    if (command !== 'check-values' && (chart !== undefined || fix || removeDefaults))
      return wrong('--chart, --fix and --remove-defaults go with check-values');
    return {
      kind: 'run',
      command,
      directories,
      check,
      force,
      json,
      values: files,
      previous,
      lookup,
      upgrade,
      rules,
      chart,
      fix,
      removeDefaults,
      write,
      choice,
      cache,
      strict,
      output,
    };
  } catch (error) {
    return wrong(error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error));
  }
};

const dependenciesRequest = (
  [action, directory, ...paths]: readonly string[],
  { json, timeout: seconds }: Values,
): Request => {
  const timeout = seconds === undefined ? undefined : Number(seconds);
  if (timeout !== undefined && (!(timeout > 0) || action === 'add'))
    return wrong(
      '--timeout takes a number of seconds, and goes with dependencies update and build',
    );
  if (directory !== undefined && (action === 'update' || action === 'build') && paths.length === 0)
    return { kind: 'dependencies', directory, action: { kind: action }, timeout, json };
  if (directory !== undefined && action === 'add' && paths.length > 0)
    return { kind: 'dependencies', directory, action: { kind: 'add', paths }, timeout, json };
  return wrong(
    'write dependencies update CHART, dependencies build CHART, or dependencies add CHART and a package or folder of a chart',
  );
};

interface Values {
  readonly json: boolean;
  readonly kind?: string;
  readonly timeout?: string;
  readonly [option: string]: unknown;
}

const options = {
  check: { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  values: { type: 'string', short: 'f', multiple: true, default: [] as string[] },
  previous: { type: 'string' },
  lookup: { type: 'string', multiple: true, default: [] as string[] },
  rules: { type: 'string' },
  upgrade: { type: 'boolean', default: false },
  'no-cache': { type: 'boolean', default: false },
  strict: { type: 'boolean', default: false },
  kind: { type: 'string' },
  chart: { type: 'string' },
  ...engineOptions,
  ...registryOptions,
  ...fetchOptions,
  fix: { type: 'boolean', default: false },
  'remove-defaults': { type: 'boolean', default: false },
  write: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  version: { type: 'boolean', default: false },
} as const;

const wrong = (message: string): Request => ({ kind: 'wrong', message });
