import {
  boolean,
  fragment,
  image,
  integer,
  list,
  map,
  number,
  object,
  oneOf,
  optional,
  port,
  quantity,
  raw,
  secretRef,
  string,
  type ValueOf,
} from '../index.ts';

/** Compiles only where both types are one. */
type Same<A, B> =
  (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const same = <_ extends true>(): void => undefined;

// A node has the type of its values.
const values = object('All kinds of values.', {
  text: string('A text.'),
  count: integer('A count.', { default: 1 }),
  ratio: number('A ratio.'),
  flag: boolean('A flag.'),
  mode: oneOf('A mode.', ['fast', 'slow'], { default: 'slow' }),
  names: list('Names.', string('A name.')),
  labels: map('Labels.', string('A label.')),
  absent: optional(port('A port.')),
});
interface Expected {
  readonly text: string;
  readonly count: number;
  readonly ratio: number;
  readonly flag: boolean;
  readonly mode: 'fast' | 'slow';
  readonly names: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly absent?: number;
}
type Flat<T> = { [K in keyof T as K extends symbol ? never : K]: T[K] };
same<Same<Flat<ValueOf<typeof values>>, Flat<Expected>>>();

// Every node needs a description.
// @ts-expect-error Expected 1-2 arguments, but got 0.
string();
// @ts-expect-error Argument of type '{ default: string; }' is not assignable to parameter of type 'string'.
string({ default: 'a' });
// @ts-expect-error Expected 1-2 arguments, but got 0.
integer();
// @ts-expect-error Expected 1-2 arguments, but got 0.
number();
// @ts-expect-error Expected 1-2 arguments, but got 0.
boolean();
// @ts-expect-error Expected 1-2 arguments, but got 0.
port();
// @ts-expect-error Expected 1-2 arguments, but got 0.
quantity();
// @ts-expect-error Expected 2-3 arguments, but got 1.
oneOf(['a', 'b']);
// @ts-expect-error Expected 2-3 arguments, but got 1.
list(string('A text.'));
// @ts-expect-error Expected 2-3 arguments, but got 1.
map(string('A text.'));
// @ts-expect-error Expected 2 arguments, but got 1.
object({ text: string('A text.') });
// @ts-expect-error Expected 2-3 arguments, but got 1.
fragment('Affinity');
// @ts-expect-error Expected 2-3 arguments, but got 1.
raw({ type: 'string' });
// @ts-expect-error Expected 2 arguments, but got 1.
image({ repository: 'nginx', tag: '1' });
// @ts-expect-error Expected 2 arguments, but got 1.
secretRef({ keys: { password: 'PASSWORD' } });

// A default has the type of the node.
// @ts-expect-error Type 'string' is not assignable to type 'number'.
integer('A count.', { default: '1' });
// @ts-expect-error Type 'number' is not assignable to type 'string'.
quantity('An amount.', { default: 1 });
// @ts-expect-error Type '"medium"' is not assignable to type '"fast" | "slow"'.
oneOf('A mode.', ['fast', 'slow'], { default: 'medium' });
// @ts-expect-error Type 'number' is not assignable to type 'string'.
list('Names.', string('A name.'), { default: [1] });
// @ts-expect-error Type 'null' is not assignable to type 'string'.
string('A text.', { default: null });
// @ts-expect-error Object literal may only specify known properties, and 'minimum' does not exist in type 'StringOptions'.
string('A text.', { minimum: 1 });
// @ts-expect-error Argument of type '"Affinities"' is not assignable to parameter of type 'keyof Fragments'.
fragment('Affinities', 'Which nodes.');
// @ts-expect-error Object literal may only specify known properties, and 'nodeAfinity' does not exist in type 'IAffinity'.
fragment('Affinity', 'Which nodes.', { default: { nodeAfinity: {} } });
