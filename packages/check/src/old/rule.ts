import type { Finding } from '@helm-charts/types';
import type { Scope } from '../rule.ts';
import type { View } from './view/view.ts';

/** A rule that is not in a set yet. */
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

/** A finding of a rule before it bears the rule's id; an error unless it says otherwise. */
export interface Problem extends Pick<Finding, 'where' | 'message'> {
  readonly severity?: Finding['severity'];
}
