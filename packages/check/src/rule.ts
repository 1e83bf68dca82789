import type { Finding } from '@helm-charts/types';
import type { View } from './view/view.ts';

/** A rule over manifests: data, so that a table of them can be run, listed and documented. */
export interface Rule {
  /** `R…` for what charts render, `F…` for what Flux applies. */
  readonly id: `R${number}` | `F${number}`;
  readonly scope: Scope;
  /** What must hold, in one sentence. */
  readonly summary: string;
  /** Where the rule comes from: a project and a file of it. */
  readonly source: string;
  readonly check: (view: View) => readonly Problem[];
}

/**
 * What a rule is about: one object, the objects of a release, those of all releases together, or the objects that Flux
 * applies. The first two hold for each scenario of a chart, too; the others for a profile only.
 */
export type Scope = 'object' | 'release' | 'cluster' | 'profile';

/** A finding of a rule before it bears the rule's id; an error unless it says otherwise. */
export interface Problem extends Pick<Finding, 'where' | 'message'> {
  readonly severity?: Finding['severity'];
}
