export { type GeneratedFile, generateChart, type Sources } from './chart.ts';
export { definitionsIn } from './definitions-in.ts';
export { generateProfile, type NetworkPolicies } from './profile.ts';
export type { Definitions } from './schema.ts';
