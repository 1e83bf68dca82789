export { readTarget, targetOf } from '@helm-charts/kubernetes';
export { cacheFolder } from './cache-folder.ts';
export { packageFiles } from './charts/package-files.ts';
export { remoteDocuments } from './charts/remote-schema.ts';
export { checkTypes } from './check-types/check-types.ts';
export { checkValues } from './check-values.ts';
export {
  type Config,
  chartRoots,
  defineConfig,
  type LimitTexts,
  loadConfig,
  profileRoots,
} from './config.ts';
export { limitTexts } from './config-problems.ts';
export { lockDigest } from './dependencies/digest.ts';
export { type DependenciesAction, dependencies } from './dependencies/run.ts';
export { type EngineChoice, type EngineName, engineNames } from './engine.ts';
export { filesOf, type GenerateOptions, generate } from './generate.ts';
export { imagesOf } from './images.ts';
export { type TreeOptions, treeInput } from './input.ts';
export { type LintOptions, lint } from './lint.ts';
export { loadChart, loadProfile, sourcesOf } from './load.ts';
export { type Project, placeOf } from './place.ts';
export { findRepository, findWorkspace } from './projects.ts';
export { digest, readRecord, recordOf } from './record.ts';
export { type RenderOptions, render } from './render.ts';
export { count, failureOf, printReport, type Report, refused, reportOf } from './report.ts';
export { ruleSetNames } from './rule-sets.ts';
export { type AddSchemas, addSchemas } from './schemas/add.ts';
export { type ListSchemas, listSchemas } from './schemas/list.ts';
export { type Simulated, simulate } from './simulate.ts';
export { storeOf } from './store.ts';
export { readChart } from './subject.ts';
export { traceValues } from './trace-values.ts';
export type { Unseen } from './unseen/unseen.ts';
export { type Wanted, type WantedChart, wantedOf } from './wanted.ts';
export { writeGenerated } from './write.ts';
