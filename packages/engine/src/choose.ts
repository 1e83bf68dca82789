import type { Backend, EngineName } from './backend.ts';
import { openNative } from './native/backend.ts';
import { nativeProgram } from './native/program.ts';
import { openPrograms } from './programs/backend.ts';

/** What an engine is opened with. */
interface Settings {
  readonly workspaceRoot: string;
  readonly signal: AbortSignal | undefined;
}

/**
 * Opens the engine of this name. Without a name it is that of HELM_CHARTS_ENGINE; else the programs, where HELM_BIN or
 * KUBECTL_BIN names one; else the native one, if it is installed.
 */
export const openBackend = async (
  name: EngineName | '',
  { workspaceRoot, signal }: Settings,
): Promise<Backend> => {
  const { HELM_CHARTS_ENGINE, HELM_BIN, KUBECTL_BIN } = process.env;
  const wanted = name || HELM_CHARTS_ENGINE || (HELM_BIN || KUBECTL_BIN ? 'helm' : 'native');
  const path = wanted === 'helm' ? undefined : nativeProgram();
  return path === undefined
    ? openPrograms({ workspaceRoot, signal })
    : openNative(path, { workspaceRoot, signal });
};
