export type { Definition } from './apiserver/ask.ts';
export { definitionsAmong } from './apiserver/definitions.ts';
export { undecodable } from './apiserver/findings.ts';
export type { Gates } from './apiserver/gates.ts';
export type { ApiVerdict } from './apiserver/judge.ts';
export { labelsOfNamespaces } from './apiserver/namespaces.ts';
export type { ApiServer, Creation, Replacement } from './apiserver/server.ts';
export {
  type ApiValidation,
  type ApiValidationOptions,
  type ObjectUpdate,
  validateAsApiServer,
  validateUpdates,
} from './apiserver/validate.ts';
export {
  type EngineName,
  engineNames,
  type PossibleRead,
  type ReadSite,
  type TemplateReads,
  type ValueRead,
} from './backend.ts';
export { replaceCacheFile } from './cache-file.ts';
export { codeOf, engineCode, identityOf } from './code.ts';
export {
  type Again,
  type Engine,
  type EngineOptions,
  openEngine,
  type ReleaseToRender,
  type RenderedRelease,
  type VaryingCall,
} from './engine.ts';
export { ioFailure } from './io-failure.ts';
export { type Limits, readDuration, readSize } from './limits.ts';
export { makeFolder } from './make-folder.ts';
export { memoize } from './memoize.ts';
export { defaultKubeVersion, findTool, type Tool, type ToolName } from './programs/tool.ts';
export { helmVersion } from './programs/versions.ts';
export { prune, touch } from './prune.ts';
export { settleAll } from './settle.ts';
export { leftoversOf, withTemporary } from './temporary.ts';
export { replaceFile } from './write.ts';
export { writeDirectory } from './write-directory.ts';
export { replaceFiles } from './write-files.ts';
