export { type GenerateOptions, generate } from './generate.ts';
export { type TreeOptions, treeInput } from './input.ts';
export { type Simulated, simulate } from './inspect.ts';
export { lint } from './lint.ts';
export { loadChart, loadProfile, sourcesOf } from './load.ts';
export type { Project } from './place.ts';
export { findRepository, findWorkspace, projectRoots } from './projects.ts';
export { type RenderOptions, render } from './render.ts';
export { printReport, type Report } from './report.ts';
