export {
  type ApiValidation,
  type ApiValidationOptions,
  type ObjectUpdate,
  validateAsApiServer,
  validateUpdates,
} from './apiserver/validate.ts';
export { codeOf, identityOf } from './code.ts';
export {
  type Engine,
  type EngineOptions,
  openEngine,
  type ReleaseToRender,
  type RenderedRelease,
} from './engine.ts';
export { ioFailure } from './io-failure.ts';
export { memoize } from './memoize.ts';
export { defaultKubeVersion, findTool, type Tool, type ToolName } from './programs/tool.ts';
export { prune, touch } from './prune.ts';
export { settleAll } from './settle.ts';

export { replaceFile, writeDirectory } from './write.ts';
