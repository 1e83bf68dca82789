import {
  type Expression,
  type Finding,
  type Position,
  pointerOf,
  type Variable,
} from '@helm-charts/types';

/** The context in which a part is emitted. */
export interface Scope {
  /** The name of the chart, which is the prefix of its helpers. */
  readonly chart: string;
  /** The root in templates: `$` inside a loop, where the dot is the loop item. */
  readonly root: '' | '$';
  readonly variables: ReadonlyMap<Variable, string>;
  /** The conditions that hold here because of an enclosing `if`. */
  readonly known: ReadonlySet<string>;
  /** The file of the chart, for findings. */
  readonly position: Position;
  /** The keys of the field in the file: `spec`, `replicas`. */
  readonly keys: readonly string[];
  /** Records a read of a value: of all its members, or only of its presence. */
  readonly read: (expression: Expression, whole: boolean) => void;
  readonly report: (finding: Finding) => void;
}

/** The scope of a member: `spec` then `replicas`. */
export const inside = (scope: Scope, key: string | number): Scope => ({
  ...scope,
  keys: [...scope.keys, String(key)],
});

/** Reports a problem of the current field. */
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
