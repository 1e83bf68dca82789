import { Failure } from '@helm-charts/types';
import type { Backend, EngineName } from './backend.ts';
import { openNative } from './native/backend.ts';
import { nativeProgram } from './native/program.ts';
import { openPrograms } from './programs/backend.ts';
import { openWebAssembly } from './wasm/backend.ts';
import { engineModule } from './wasm/module.ts';

/** What an engine is opened with. */
interface Settings {
  readonly workspaceRoot: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Opens the engine of this name. Without a name it is that of HELM_CHARTS_ENGINE; else the programs, where HELM_BIN or
 * KUBECTL_BIN names one; else the native one. Where nobody named an engine and the native one is missing, the programs
 * replace it, with a warning.
 * @throws {Failure} With exit code 3 if the engine is missing, and nothing may replace it.
 */
export const openBackend = async (
  name: EngineName | '',
  { workspaceRoot, signal }: Settings,
): Promise<Backend> => {
  const { HELM_CHARTS_ENGINE, HELM_BIN, KUBECTL_BIN } = process.env;
  const named = name || HELM_CHARTS_ENGINE;
  const settings = { workspaceRoot, signal };
  if ((named || (HELM_BIN || KUBECTL_BIN ? 'helm' : 'native')) === 'helm') {
    return openPrograms(settings);
  }
  if (named === 'wasm') return openWebAssembly(engineModule(), settings);
  const { value: path, findings } = await nativeProgram();
  if (path !== undefined) return openNative(path, settings);
  const errors = findings.map((finding) => ({ ...finding, severity: 'error' as const }));
  if (named) throw new Failure(3, errors);
  const programs = await openPrograms(settings).catch((error: unknown) => {
    // Either would do, so people read of both.
    throw error instanceof Failure ? new Failure(3, [...errors, ...error.findings]) : error;
  });
  const replaced = findings.map((finding) => ({
    ...finding,
    message: `${finding.message}; helm and kubectl render instead`,
  }));
  return { ...programs, findings: [...replaced, ...programs.findings] };
};
