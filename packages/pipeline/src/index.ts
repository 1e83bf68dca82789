export { readTarget, targetOf } from '@helm-charts/kubernetes';
export { cacheFolder } from './cache-folder.ts';
export { packageFiles } from './charts/package-files.ts';
export { remoteDocuments } from './charts/remote-schema.ts';
export { checkTypes } from './check-types/check-types.ts';
export {
  addSchemas,
  checkValues,
  dependencies,
  filesOf,
  generate,
  lint,
  listSchemas,
  traceValues,
} from './commands.ts';
export { type Config, defineConfig, type LimitTexts, loadConfig } from './config.ts';
export { limitTexts } from './config-problems.ts';
export { lockDigest } from './dependencies/digest.ts';
export type { DependenciesAction } from './dependencies/run.ts';
export { type EngineChoice, type EngineName, engineNames } from './engine.ts';
export type { GenerateOptions } from './generate.ts';
export { imagesOf } from './images.ts';
export { type TreeOptions, treeInput } from './input.ts';
export type { LintOptions } from './lint.ts';
export { loadChart, loadProfile, sourcesOf } from './load.ts';
export { type Project, placeOf } from './place.ts';
export { findRepository, findWorkspace } from './projects.ts';
export { digest, readRecord, recordOf } from './record.ts';
export { type RenderOptions, render } from './render.ts';
export { count, failureOf, printReport, type Report, refused, reportOf } from './report.ts';
export { chartRoots, profileRoots } from './roots.ts';
export { ruleSetNames } from './rule-sets.ts';
export type { AddSchemas } from './schemas/add.ts';
export type { ListSchemas } from './schemas/list.ts';
export { type Simulated, simulate } from './simulate.ts';
export { storeOf } from './store.ts';
export { readChart } from './subject.ts';
export type { Unseen } from './unseen/unseen.ts';
export { type Wanted, type WantedChart, wantedOf } from './wanted.ts';
export { writeGenerated } from './write.ts';
