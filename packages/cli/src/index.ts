export { type Answer, run } from './run.ts';
