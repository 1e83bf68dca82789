import { Failure, type Finding } from '@helm-charts/types';
import type { Backend, EngineName } from './backend.ts';
import { engineInEnvironment } from './environment.ts';
import { withFallback } from './fallback.ts';
import type { Limits } from './limits.ts';
import { openNative } from './native/backend.ts';
import { nativeProgram } from './native/program.ts';

/** What an engine is opened with. */
export interface Settings {
  readonly workspaceRoot: string;
  readonly signal: AbortSignal | undefined;
  readonly limits: Limits;
}

/**
 * Opens the engine of this name. Without a name it is that of HELM_CHARTS_ENGINE; else the programs, where HELM_BIN or
 * KUBECTL_BIN names one; else the native one. The programs replace a native one that is missing or broken, with a
 * warning, unless somebody asked for it by name.
 * @throws {Failure} With exit code 2 if there is no engine of the name, and 3 if it is missing and nothing may replace it.
 */
export const openBackend = async (name: EngineName | '', settings: Settings): Promise<Backend> => {
  const { HELM_BIN, KUBECTL_BIN } = process.env;
  const named = name || engineInEnvironment();
  if ((named || (HELM_BIN || KUBECTL_BIN ? 'helm' : 'native')) === 'helm') {
    return openPrograms(settings);
  }
  if (named === 'wasm') {
    const { openWebAssembly } = await import('./wasm/backend.ts');
    const { engineModule } = await import('./wasm/module.ts');
    return openWebAssembly(engineModule(), settings);
  }
  const { value: path, findings } = await nativeProgram();
  if (path === undefined) return withoutNative(findings, named !== '', settings);
  return withFallback({
    backend: openNative(path, settings),
    path,
    replacement: 'helm and kubectl',
    open: named ? undefined : () => openPrograms(settings),
  });
};

/** Few renders need them. */
const openPrograms = async (settings: Settings): Promise<Backend> =>
  (await import('./programs/backend.ts')).openPrograms(settings);

/** The programs in place of a native one that is missing, unless it was asked for by name. */
const withoutNative = async (
  missing: readonly Finding[],
  isNamed: boolean,
  settings: Settings,
): Promise<Backend> => {
  const errors = missing.map((finding) => ({ ...finding, severity: 'error' as const }));
  if (isNamed) throw new Failure(3, errors);
  const programs = await openPrograms(settings).catch((error: unknown) => {
    // Either would do, so people read of both.
    throw error instanceof Failure ? new Failure(3, [...errors, ...error.findings]) : error;
  });
  const replaced = missing.map((finding) => ({
    ...finding,
    message: `${finding.message}; helm and kubectl render instead`,
  }));
  return { ...programs, findings: [...replaced, ...programs.findings] };
};
