export { type ExitCode, Failure } from './failure.ts';
export { type Finding, printFinding } from './finding.ts';
export type { Json, JsonObject } from './json.ts';
export { type Manifest, manifestId, type Release } from './release.ts';
