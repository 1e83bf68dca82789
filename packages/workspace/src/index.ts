export { type GenerateOptions, generate } from './generate.ts';
export { lint } from './lint.ts';
export { loadChart, loadProfile, sourcesOf } from './load.ts';
export type { Project } from './place.ts';
export { findWorkspace, projectRoots } from './projects.ts';
export { type RenderOptions, render } from './render.ts';
export { printReport, type Report } from './report.ts';
