import { readDuration, readSize } from '@helm-charts/engine/limits';
import type { LimitTexts } from './config.ts';
import { targetProblems } from './config-target.ts';

/** What is wrong with a configuration, and what to do. */
interface ConfigProblem {
  readonly message: string;
  readonly fix?: string | undefined;
}

/** Checks the default export of `helm-charts.config.ts`. */
export const configProblems = (config: unknown): readonly ConfigProblem[] => {
  if (!isObject(config)) {
    return [problem('it has no default export', 'write: export default defineConfig({ … })')];
  }
  const unknown = Object.keys(config).filter((key) => !options.includes(key));
  return [
    ...unknown.map((key) => problem(`it has no option "${key}"`, `use ${options.join(', ')}`)),
    ...shapes
      .filter(({ option, fits }) => config[option] !== undefined && !fits(config[option]))
      .map(({ option, lacks, example }) =>
        problem(`its "${option}" ${lacks}`, `write: ${option}: ${example}`),
      ),
    ...targetProblems(config.target),
    ...limitProblems(config.limits),
  ];
};

/** In the order of messages. */
const options: readonly string[] = [
  'charts',
  'profiles',
  'schemas',
  'sources',
  'mirrors',
  'inCluster',
  'target',
  'checks',
  'featureGates',
  'treeChecks',
  'limits',
  'appliance',
];

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === 'object' && value !== null;

const isString = (value: unknown): boolean => typeof value === 'string';

const isListOfStrings = (value: unknown): boolean => Array.isArray(value) && value.every(isString);

const isRecordOf =
  (type: 'string' | 'boolean') =>
  (value: unknown): boolean =>
    isObject(value) && Object.values(value).every((item) => typeof item === type);

/** What each option must be. */
const shapes: readonly {
  readonly option: string;
  readonly fits: (value: unknown) => boolean;
  /** What is wrong with another value, after the name of the option. */
  readonly lacks: string;
  readonly example: string;
}[] = [
  { option: 'schemas', fits: isString, lacks: 'is not a path', example: "'schemas'" },
  {
    option: 'sources',
    fits: isRecordOf('string'),
    lacks: 'does not name directories of sources',
    example: "{ 'OCIRepository flux-system/apps': '.' }",
  },
  {
    option: 'mirrors',
    fits: isRecordOf('string'),
    lacks: 'does not name URLs',
    example: "{ 'oci://ghcr.io/site': 'oci://registry.example.com/ghcr/site' }",
  },
  {
    option: 'appliance',
    fits: isString,
    lacks: 'is not the name of a profile',
    example: "'site'",
  },
  {
    option: 'treeChecks',
    fits: (value) => isObject(value) && Array.isArray(value.ruleSets),
    lacks: 'has no list "ruleSets"',
    example: '{ ruleSets: [kubernetes(), flux()] }',
  },
  {
    option: 'inCluster',
    fits: isListOfStrings,
    lacks: 'is not a list of objects',
    example: "['Secret flux-system/age']",
  },
  {
    option: 'featureGates',
    fits: isRecordOf('boolean'),
    lacks: 'does not say which gates are on',
    example: '{ HPAScaleToZero: true }',
  },
  ...['charts', 'profiles'].map((option) => ({
    option,
    fits: isListOfStrings,
    lacks: 'is not a list of directories',
    example: "['deploy/*']",
  })),
];

const limitProblems = (limits: unknown): readonly ConfigProblem[] => {
  if (limits === undefined) return [];
  if (!isObject(limits))
    return [problem('its "limits" is no object', "write: limits: { timeout: '60s' }")];
  return Object.entries(limits).flatMap(([name, text]) => {
    const limit = limitTexts.find((one) => one.name === name);
    const names = limitTexts.map((one) => one.name).join(', ');
    if (limit === undefined) return [problem(`its "limits" has no "${name}"`, `use ${names}`)];
    return typeof text === 'string' && limit.read(text) !== undefined
      ? []
      : [problem(`its limit "${name}" is not ${limit.what}`, `write: ${name}: '${limit.example}'`)];
  });
};

/** How each limit is written. */
export const limitTexts: readonly {
  readonly name: keyof LimitTexts;
  readonly what: string;
  readonly example: string;
  readonly read: (text: string) => number | undefined;
}[] = [
  { name: 'timeout', what: 'a duration', example: '60s', read: readDuration },
  { name: 'maxMemory', what: 'a size', example: '2GiB', read: readSize },
  { name: 'maxOutput', what: 'a size', example: '128MiB', read: readSize },
];

const problem = (message: string, fix: string): ConfigProblem => ({ message, fix });
