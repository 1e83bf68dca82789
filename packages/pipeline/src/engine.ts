import { type EngineName, type EngineOptions, readDuration, readSize } from '@helm-charts/engine';
import type { Target } from '@helm-charts/kubernetes';
import type { Checked, TargetVersions } from '@helm-charts/types';
import { type LimitTexts, loadConfig } from './config.ts';
import { targetOfRun } from './target.ts';

export { type EngineName, engineNames } from '@helm-charts/engine';

/** Which engine renders, and what each release may take. */
export interface EngineChoice {
  /** The default is that of HELM_CHARTS_ENGINE, else the native one, else helm and kubectl. */
  readonly engine?: EngineName | undefined;
  /** Limits that replace those of the configuration. */
  readonly limits?: LimitTexts | undefined;
  /** Versions of Kubernetes and Flux that replace those of the configuration and of a profile. */
  readonly target?: TargetVersions | undefined;
}

/** The options of an engine for a workspace. */
export const engineOptions = async (
  workspace: string,
  { engine, limits, target: option }: EngineChoice,
): Promise<Checked<Pick<EngineOptions, 'engine' | 'limits'> & { readonly target: Target }>> => {
  const { value: config, findings } = await loadConfig(workspace);
  if (config === undefined) return { findings };
  const { timeout, maxMemory, maxOutput } = { ...config.limits, ...withoutUndefined(limits) };
  const numbers = {
    timeout: timeout === undefined ? undefined : readDuration(timeout),
    maxMemory: maxMemory === undefined ? undefined : readSize(maxMemory),
    maxOutput: maxOutput === undefined ? undefined : readSize(maxOutput),
  };
  const { value: target, findings: unknown } = targetOfRun({ option, config: config.target });
  if (target === undefined) return { findings: unknown };
  return { value: { engine, limits: withoutUndefined(numbers), target }, findings };
};

const withoutUndefined = <T extends object>(fields: T | undefined): Defined<T> =>
  Object.fromEntries(
    Object.entries(fields ?? {}).filter(([, value]) => value !== undefined),
    // Only the undefined fields are left out.
  ) as Defined<T>;

type Defined<T> = { readonly [Key in keyof T]?: Exclude<T[Key], undefined> };
