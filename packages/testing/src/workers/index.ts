export { testRefusals } from './refusals.ts';
export { testWorker, workerScenarios } from './worker.ts';
