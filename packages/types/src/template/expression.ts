import type { JsonSchema } from '../values/node.ts';

/** Something that Helm computes when it renders: what a reference stands for. */
export type Expression =
  | ValueExpression
  | VariableExpression
  | { readonly kind: 'builtin'; readonly path: Builtin }
  | { readonly kind: 'helper'; readonly name: Helper }
  | NameExpression
  /** A named template of a dependency: `common.names.fullname`. */
  | { readonly kind: 'include'; readonly template: string }
  /** The helper that renders every text of a value. */
  | { readonly kind: 'templates' }
  | { readonly kind: 'image'; readonly of: Expression }
  | GeneratedExpression
  | { readonly kind: 'text'; readonly parts: readonly (string | Expression)[] }
  | { readonly kind: 'joined'; readonly of: Expression; readonly separator: string }
  | HashExpression
  | ArithmeticExpression
  | DefinitionExpression
  | FileExpression;

/** A value of the chart: `.Values.pool.size`. */
interface ValueExpression {
  readonly kind: 'value';
  readonly path: readonly string[];
  readonly schema: JsonSchema;
  /** The values it is a part of, so that another chart's value is told apart. */
  readonly root: JsonSchema;
}

/** The main name with a suffix and a hash of so many characters, where it has one. It has at most `limit` characters, 63 unless given. */
interface NameExpression {
  readonly kind: 'name';
  readonly suffix?: string;
  readonly limit?: number;
  readonly hash?: { readonly of: Expression; readonly length: number };
}

/** The data of a Secret: what the cluster has of it, and a random text for each key that it lacks. */
interface GeneratedExpression {
  readonly kind: 'generated';
  /** A secret reference among the values. */
  readonly of: Expression;
  /** The claim of the data that are lost without the Secret. */
  readonly claim?: Expression;
}

/** A text that the chart's `_helpers.tpl` defines once. */
interface DefinitionExpression {
  readonly kind: 'definition';
  readonly name: string;
  readonly of: unknown;
}

/** The first characters of a SHA-256. */
interface HashExpression {
  readonly kind: 'hash';
  readonly parts: readonly (string | Expression)[];
  readonly length: number;
}

/** A number that Helm computes of integers. */
interface ArithmeticExpression {
  readonly kind: 'sum' | 'product';
  readonly of: readonly (number | Expression)[];
}

/** What an `each` goes over, or a part of it: `$item.name`. */
interface VariableExpression {
  readonly kind: 'variable';
  readonly variable: Variable;
  readonly path: readonly string[];
  readonly schema: JsonSchema;
}

/** The variable of one `each`, told apart by identity: two nested ones of the same name get a number when they are written. */
export interface Variable {
  readonly name: 'item' | 'value' | 'key';
  /** The list or map that the loop goes over. */
  readonly over: Expression;
}

/** A plain file beside the chart, with holes. */
interface FileExpression {
  readonly kind: 'file';
  readonly path: string;
  readonly holes: Readonly<Record<string, unknown>>;
}

/** A literal or an expression. */
export type Operand = string | number | boolean | Expression;

/** What Helm tells every template (helm.sh docs, Built-in Objects). */
type Builtin = 'Release.Name' | 'Release.Namespace' | 'Chart.Version' | 'Chart.AppVersion';

/** What the chart's own `_helpers.tpl` defines. */
type Helper = 'fullname' | 'labels' | 'selectorLabels';
