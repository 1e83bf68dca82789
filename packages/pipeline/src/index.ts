export { type GenerateOptions, generate } from './generate.ts';
export { lint } from './lint.ts';
export { loadChart, loadProfile, sourcesOf } from './load.ts';
export type { Project } from './place.ts';
export { findRepository, findWorkspace, projectRoots } from './projects.ts';
export { render } from './render.ts';
export type { RenderOptions } from './rendered.ts';
export { printReport, type Report } from './report.ts';
export { readChart } from './subject.ts';
