export { type GeneratedFile, generateChart, type Sources } from './chart.ts';
export type { Definitions } from './schema.ts';
