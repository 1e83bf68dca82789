import {
  type Expression,
  type Finding,
  type Position,
  pointerOf,
  type Variable,
} from '@helm-charts/types';

/** What is known where something is emitted. */
export interface Scope {
  /** The chart's name, with which its helpers begin. */
  readonly chart: string;
  /** What stands for the root: `$` inside a loop, where the dot is the loop's item. */
  readonly root: '' | '$';
  readonly variables: ReadonlyMap<Variable, string>;
  /** The tests that hold here, since what is emitted stands below an `if` of them. */
  readonly known: ReadonlySet<string>;
  /** The file of the chart that this is written to or filled from, for findings. */
  readonly position: Position;
  /** The keys of the field in the file: `spec`, `replicas`. */
  readonly keys: readonly string[];
  /** Notes what is read: a value, and whether all that is in it or only whether it is there. */
  readonly read: (expression: Expression, whole: boolean) => void;
  readonly report: (finding: Finding) => void;
}

/** The scope of a member: `spec` then `replicas`. */
export const inside = (scope: Scope, key: string | number): Scope => ({
  ...scope,
  keys: [...scope.keys, String(key)],
});

/** Reports what is wrong with the field that is being emitted. */
export const report = (
  { position, keys, report }: Scope,
  problem: Pick<Finding, 'rule' | 'message' | 'fix'>,
): void =>
  report({
    severity: 'error',
    position,
    ...(keys.length > 0 && { pointer: pointerOf(keys) }),
    ...problem,
  });

/** The scope of a loop's body, in which the variables have names that no outer loop uses. */
export const loop = (scope: Scope, variables: readonly Variable[]): Scope => {
  const numbered = new Map(scope.variables);
  for (const variable of variables) {
    const outer = [...scope.variables.keys()].filter(({ name }) => name === variable.name).length;
    numbered.set(variable, `$${variable.name}${outer === 0 ? '' : outer + 1}`);
  }
  return { ...scope, root: '$', variables: numbered };
};
