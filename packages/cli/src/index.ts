export { type Config, defineConfig } from '@helm-charts/pipeline/config';
export { type Answer, run } from './run.ts';
