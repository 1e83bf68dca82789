import {
  type EngineChoice,
  engineNames,
  limitTexts,
  readTarget,
  targetOf,
} from '@helm-charts/pipeline';
import { type Wrong, wrong } from './registry-arguments.ts';

/** The options that say which engine renders, for which versions, and what a release may take. */
export const engineOptions = {
  engine: { type: 'string' },
  target: { type: 'string' },
  timeout: { type: 'string' },
  'max-memory': { type: 'string' },
  'max-output': { type: 'string' },
} as const;

export interface EngineValues {
  readonly engine?: string;
  readonly target?: string;
  readonly timeout?: string;
  readonly 'max-memory'?: string;
  readonly 'max-output'?: string;
}

/** Reads these options of a command. */
export const engineChoice = (command: string, values: EngineValues): EngineChoice | Wrong => {
  const misplaced = Object.keys(engineOptions).find((name) => isGiven(values, name));
  if (misplaced !== undefined && command !== 'render' && command !== 'lint')
    return wrong(`--${misplaced} goes with render and lint`);
  const engine = engineNames.find((name) => name === values.engine);
  if (values.engine !== undefined && engine === undefined)
    return wrong(`there is no engine "${values.engine}"; use ${engineNames.join(', ')}`);
  const limits = {
    timeout: values.timeout,
    maxMemory: values['max-memory'],
    maxOutput: values['max-output'],
  };
  for (const { name, what, example, read } of limitTexts) {
    const text = limits[name];
    const option = name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`);
    if (text !== undefined && read(text) === undefined)
      return wrong(`"${text}" is not ${what}; write --${option} ${example}`);
  }
  if (values.target === undefined) return { engine, limits };
  const { value: target, findings } = readTarget(values.target);
  const problems = target === undefined ? findings : targetOf(target).findings;
  if (problems.length > 0)
    return wrong(problems.map(({ message, fix }) => `${message}; ${fix}`).join('; '));
  return { engine, limits, target };
};

const isGiven = (values: object, name: string): boolean =>
  Object.entries(values).some(([key, value]) => key === name && value !== undefined);
