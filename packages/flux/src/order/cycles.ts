import { type Finding, manifestId } from '@helm-charts/types';
import type { Step, Wait } from './graph.ts';

/**
 * Returns a finding for each cycle of steps that wait for each other forever. Its position is that
 * of the first dependency of the cycle.
 */
export const cyclesIn = (steps: readonly Step[]): readonly Finding[] =>
  stronglyConnected(steps).map((cycle) => {
    const waits = shortestCycle(cycle);
    const chain = waits.map(({ on }) => manifestId(on.object));
    const first = waits.find(({ place }) => place !== undefined);
    const names = [...new Set([chain.at(-1) ?? '', ...chain])];
    return {
      rule: 'dependency-cycle',
      severity: 'error',
      ...first?.place?.(),
      message: `${[...names, names[0]].join(' waits for ')}, so Flux installs none of them`,
      fix: 'remove one of these dependencies',
    };
  });

/**
 * The strongly connected components of the graph (Tarjan, Depth-first search and linear graph
 * algorithms, 1972), without recursion.
 */
const stronglyConnected = (steps: readonly Step[]): readonly (readonly Step[])[] => {
  const order = new Map<Step, number>();
  const low = new Map<Step, number>();
  const open: Step[] = [];
  const isOpen = new Set<Step>();
  const cycles: Step[][] = [];
  for (const root of steps) {
    if (order.has(root)) continue;
    const work: { readonly step: Step; next: number }[] = [{ step: root, next: 0 }];
    while (work.length > 0) {
      const top = work[work.length - 1];
      if (top === undefined) break;
      const { step } = top;
      if (top.next === 0) {
        order.set(step, order.size);
        low.set(step, order.size - 1);
        open.push(step);
        isOpen.add(step);
      }
      const on = step.waits[top.next]?.on;
      top.next += 1;
      if (on !== undefined) {
        if (!order.has(on)) work.push({ step: on, next: 0 });
        else if (isOpen.has(on)) lower(low, step, order.get(on));
        continue;
      }
      work.pop();
      const parent = work.at(-1)?.step;
      if (parent !== undefined) lower(low, parent, low.get(step));
      if (low.get(step) !== order.get(step)) continue;
      const cycle = open.splice(open.indexOf(step));
      for (const one of cycle) isOpen.delete(one);
      if (cycle.length > 1 || step.waits.some((wait) => wait.on === step)) cycles.push(cycle);
    }
  }
  return cycles;
};

const lower = (low: Map<Step, number>, step: Step, to = Number.POSITIVE_INFINITY): void => {
  low.set(step, Math.min(low.get(step) ?? to, to));
};

/** A path from the first step of a cycle back to itself. */
const shortestCycle = (cycle: readonly Step[]): readonly Wait[] => {
  const members = new Set(cycle);
  const [start] = cycle;
  let paths = (start?.waits ?? []).map((wait): readonly Wait[] => [wait]);
  const seen = new Set<Step>();
  while (paths.length > 0) {
    const found = paths.find((path) => path.at(-1)?.on === start);
    if (found) return found;
    paths = paths.flatMap((path) => {
      const end = path.at(-1)?.on;
      if (end === undefined || !members.has(end) || seen.has(end)) return [];
      seen.add(end);
      return end.waits.map((wait) => [...path, wait]);
    });
  }
  return [];
};
