import { type Finding, manifestId } from '@helm-charts/types';
import type { Step, Wait } from './graph.ts';

/**
 * A finding for each knot of steps that wait for each other, so that none of them ever begins. It
 * stands where the first dependency of the knot is written.
 */
export const cyclesIn = (steps: readonly Step[]): readonly Finding[] =>
  knotsIn(steps).map((knot) => {
    const waits = shortestCycle(knot);
    const chain = waits.map(({ on }) => manifestId(on.object));
    const first = waits.find(({ where }) => where !== undefined);
    const names = [...new Set([chain.at(-1) ?? '', ...chain])];
    const message = `${[...names, names[0]].join(' waits for ')}, so none of them is ever installed; take one of these dependencies out.`;
    const where = first?.where ?? names[0] ?? '';
    return { rule: 'cycle', severity: 'error', where, message };
  });

/** The sets of steps that reach each other (Tarjan, Depth-first search and linear graph algorithms, 1972), without recursion. */
const knotsIn = (steps: readonly Step[]): readonly (readonly Step[])[] => {
  const order = new Map<Step, number>();
  const low = new Map<Step, number>();
  const open: Step[] = [];
  const isOpen = new Set<Step>();
  const knots: Step[][] = [];
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
      const knot = open.splice(open.indexOf(step));
      for (const one of knot) isOpen.delete(one);
      if (knot.length > 1 || step.waits.some((wait) => wait.on === step)) knots.push(knot);
    }
  }
  return knots;
};

const lower = (low: Map<Step, number>, step: Step, to = Number.POSITIVE_INFINITY): void => {
  low.set(step, Math.min(low.get(step) ?? to, to));
};

/** From the first step of a knot back to itself. */
const shortestCycle = (knot: readonly Step[]): readonly Wait[] => {
  const members = new Set(knot);
  const [start] = knot;
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
