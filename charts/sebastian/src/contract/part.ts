import type * as contract from '@helm-charts/testing/contract';
import type { scenarios } from '../scenarios.ts';

/** A group of names of the original chart, and the scenario of this chart in which they are compared. */
export type Part = contract.Part<keyof typeof scenarios>;
