export { type Config, defineConfig } from '@helm-charts/pipeline';
export { type Answer, run } from './run.ts';
