export { compare } from './compare.ts';
export { testContract } from './contract.ts';
export {
  type Differences,
  forAll,
  instead,
  leftOut,
  notSet,
  onDemand,
  renamed,
} from './difference.ts';
export { objectsIn, variablesIn } from './found.ts';
export { found, keys, variables } from './names.ts';
export type { Part } from './part.ts';
export {
  commonVariables,
  type OriginalWorker,
  objectDifferences,
  objects,
  variableDifferences,
} from './worker.ts';
