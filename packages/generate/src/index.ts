export { type GeneratedFile, generateChart, type Sources } from './chart.ts';
export { loadChart, loadProfile, sourcesOf } from './load.ts';
export { generateProfile } from './profile.ts';
export type { Definitions } from './schema.ts';
export { checkGenerated, type Target, writeGenerated } from './write.ts';
