import type * as contract from '@helm-charts/testing/contract';
import type { scenarios } from '../scenarios.ts';

/** Names of the original chart that belong together, found in a scenario of this one. */
export type Part = contract.Part<keyof typeof scenarios>;
