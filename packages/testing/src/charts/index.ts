export { withLine } from './changed.ts';
export { checkAlone, errors, type Installed, inputOf, sizesOf } from './check.ts';
export { type Cluster, type Mounted, mountContainer, type Secrets } from './container.ts';
export { containersOf, podsOf, variablesOf } from './pod.ts';
export { refusals } from './refusal.ts';
export { all, one, type RenderedScenario, rendering } from './render.ts';
