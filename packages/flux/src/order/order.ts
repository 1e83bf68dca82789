import { type Finding, groupBy, manifestId } from '@helm-charts/types';
import { cyclesIn } from './cycles.ts';
import { graphOf, type OrderedTree, type Step } from './graph.ts';

/** An object that Flux installs, with its position in the order. */
export interface OrderEntry {
  /** The wave, starting at 1. Flux installs the objects of a wave at the same time. */
  readonly wave: number;
  /** `HelmRelease releases/web`. */
  readonly id: string;
  /** The objects that must be ready first, and why. */
  readonly after: readonly { readonly id: string; readonly why: string }[];
}

/** The order in which Flux installs the objects of a profile. */
export interface Order {
  /**
   * Sorted by wave, and within a wave in the order of the objects. Objects that wait forever are
   * not included.
   */
  readonly entries: readonly OrderEntry[];
  readonly findings: readonly Finding[];
}

/**
 * The order in which Flux installs the Kustomizations and HelmReleases of a profile.
 * @example
 * orderOf(built).entries.map(({ wave, id }) => `${wave}. ${id}`); // ['1. HelmRelease shop/db', …]
 */
export const orderOf = (built: OrderedTree): Order => {
  const { steps, findings } = graphOf(built);
  const waves = wavesOf(steps);
  const entries = steps.flatMap((step): OrderEntry[] => {
    const wave = waves.get(step);
    if (wave === undefined || step.kind === 'ready') return [];
    const after = step.waits.map(({ on, why }) => ({ id: manifestId(on.object), why }));
    return [{ wave, id: manifestId(step.object), after }];
  });
  return {
    entries: entries.toSorted((a, b) => a.wave - b.wave),
    findings: [...findings, ...cyclesIn(steps)],
  };
};

/** Becoming ready has no separate wave. Steps that wait for a cycle have no wave. */
const wavesOf = (steps: readonly Step[]): ReadonlyMap<Step, number> => {
  const waves = new Map<Step, number>();
  const open = new Map(steps.map((step) => [step, step.waits.length]));
  const waiting = groupBy(
    steps.flatMap((step) => step.waits.map(({ on }) => ({ on, step }))),
    ({ on }) => on,
  );
  let ready = steps.filter((step) => open.get(step) === 0);
  while (ready.length > 0) {
    const next: Step[] = [];
    for (const step of ready) {
      const before = Math.max(0, ...step.waits.map(({ on }) => waves.get(on) ?? 0));
      waves.set(step, step.kind === 'ready' ? before : before + 1);
      for (const { step: one } of waiting.get(step) ?? []) {
        const left = (open.get(one) ?? 0) - 1;
        open.set(one, left);
        if (left === 0) next.push(one);
      }
    }
    ready = next;
  }
  return waves;
};
