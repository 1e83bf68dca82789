import type { IVolumeMount } from 'kubernetes-models/v1';
import {
  and,
  boolean,
  choice,
  type Either,
  each,
  equals,
  hash,
  helper,
  ifSet,
  integer,
  lessThan,
  list,
  map,
  match,
  merge,
  number,
  object,
  oneOf,
  optional,
  or,
  orDefault,
  type Ref,
  refs,
  spread,
  string,
  type Templated,
  text,
  when,
  whenCase,
} from '../index.ts';

const v = refs(
  object('Settings.', {
    host: string('A text.'),
    count: integer('A number.'),
    ratio: number('A number.'),
    debug: boolean('A flag.'),
    mode: oneOf('A mode.', ['fast', 'slow']),
    labels: map('Labels.', string('A label.')),
    ports: map('Ports.', integer('A port.')),
    routes: list('Routes.', object('A route.', { path: string('Its path.') })),
    authority: optional(object('An authority.', { secret: string('Its Secret.') })),
    note: optional(string('A note.')),
    storage: choice(
      'Where data lies.',
      { disk: { size: string('Its size.') }, bucket: { name: string('Its name.') } },
      { default: 'disk' },
    ),
  }),
);
const textual = (of: Ref<string>): unknown => of;
const flag = (of: Ref<boolean>): unknown => of;
// Guarded, an optional object has members; unguarded it has none.
ifSet(v.authority, (authority) => textual(authority.secret));
// @ts-expect-error Property 'secret' does not exist on type 'Ref<{ readonly secret: string; } | undefined>'.
v.authority.secret;
// @ts-expect-error Property 'name' does not exist on what is given.
ifSet(v.authority, (authority) => authority.name);

// A test is a boolean or a condition.
when(v.debug, 'yes');
when(and(v.debug, or(equals(v.mode, 'fast'), lessThan(v.count, 3))), 'yes', 'no');
// @ts-expect-error Argument of type 'Ref<string>' is not assignable to parameter of type 'Test'.
when(v.host, 'yes');
// @ts-expect-error Argument of type 'Ref<number>' is not assignable to parameter of type 'Test'.
and(v.debug, v.count);

// A comparison is one of a kind.
equals(v.count, 1);
equals(v.mode, v.mode);
// @ts-expect-error Argument of type '"medium"' is not assignable to parameter of type '"fast" | "slow" | Ref<"fast" | "slow">'.
equals(v.mode, 'medium');
// @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'number | Ref<number>'.
equals(v.count, '1');
// @ts-expect-error Argument of type 'Ref<string>' is not assignable to parameter of type 'Ref<number>'.
lessThan(v.host, 1);
// @ts-expect-error Argument of type 'Ref<readonly …[]>' is not assignable to parameter of type 'Ref<string | number | boolean>'.
equals(v.routes, 'a');

// Each shape of a choice has its own case.
const made = match(v.storage, { disk: ({ size }) => text`${size}`, bucket: ({ name }) => name });
made satisfies Either<Ref<string>>;
const policy: Templated<'Always' | 'Never'> = match(v.storage, {
  disk: () => 'Always',
  bucket: () => 'Never',
});
const mount: Templated<IVolumeMount> = match(v.storage, {
  disk: ({ size }) => ({ name: 'disk', mountPath: size, mountPropagation: 'None' }),
  bucket: ({ name }) => ({ name, mountPath: '/data' }),
});
const odd: Templated<'Always' | 'Never'> = match(v.storage, {
  // @ts-expect-error Type '"Maybe"' is not assignable to type 'Templated<"Always" | "Never">'.
  disk: () => 'Maybe',
  bucket: () => 'Never',
});
// @ts-expect-error Property 'bucket' is missing.
match(v.storage, { disk: ({ size }) => size });
// @ts-expect-error Object literal may only specify known properties, and 'disc' does not exist.
match(v.storage, { disc: () => 1, bucket: () => 2 });
// @ts-expect-error Property 'name' does not exist on the shape 'disk'.
match(v.storage, { disk: ({ name }) => name, bucket: ({ name }) => name });
// @ts-expect-error Property 'disk' does not exist: a shape that may not be chosen is read with match.
v.storage.disk;
// @ts-expect-error Argument of type 'Ref<string>' is not assignable to parameter of type 'ChoiceRef<…>'.
match(v.host, {});

// One shape of a choice.
whenCase(v.storage, 'bucket', ({ name }) => textual(name));
// @ts-expect-error Argument of type '"disc"' is not assignable to parameter of type '"disk" | "bucket"'.
whenCase(v.storage, 'disc', () => 1);
// @ts-expect-error Property 'name' does not exist on the shape 'disk'.
whenCase(v.storage, 'disk', ({ name }) => name);

// Guarded or otherwise, it is there.
textual(
  helper(
    'secret',
    ifSet(v.authority, ({ secret }) => secret, 'none'),
  ),
);
textual(helper('mode', orDefault(v.note, 'none')));
// @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'Ref<unknown>'.
orDefault('none', v.note);
const sometimes = ifSet(v.authority, ({ secret }) => secret);
// @ts-expect-error Argument of type 'When<Ref<string>>' is not assignable: a helper always says something.
helper('secret', sometimes);

// A loop's body takes an item, or a member and its key.
each(v.routes, ({ path }) => textual(path));
each(v.labels, (label, key) => [textual(label), textual(key)]);
// @ts-expect-error Property 'pth' does not exist on type 'Ref<{ readonly path: string; }> & { readonly path: Ref<string>; }'. Did you mean 'path'?
each(v.routes, ({ pth }) => pth);
// @ts-expect-error Argument of type 'Ref<number>' is not assignable to parameter of type 'Ref<string>'.
each(v.ports, (port) => textual(port));
// @ts-expect-error No overload matches this call: a text has no items.
each(v.host, (one) => one);
// @ts-expect-error Argument of type 'Ref<string>' is not assignable to parameter of type 'Ref<readonly unknown[]>'.
spread(v.host);

// A text takes what can be printed, maps of texts can be merged, anything can be hashed.
textual(text`${v.host}:${v.count}/${v.ratio}-${v.debug}-${1}-${true}`);
merge({ tier: 'web', debug: when(v.debug, 'yes') }, v.labels);
textual(hash(['a', v.routes, v.labels, v.authority]));
// @ts-expect-error Argument of type 'Ref<readonly …[]>' is not assignable to parameter of type 'Printable'.
text`${v.routes}`;
// @ts-expect-error Argument of type 'Ref<… | undefined>' is not assignable to parameter of type 'Printable'.
text`${v.authority}`;
// @ts-expect-error Argument of type 'Ref<Readonly<Record<string, number>>>' is not assignable: labels are texts.
merge(v.ports);
// @ts-expect-error Type 'number' is not assignable to type 'string': labels are texts.
merge({ count: 1 });

// A reference of a narrower type fits a wider one, never the other way round.
textual(v.mode);
const mode = (of: Ref<'fast' | 'slow'>): unknown => of;
// @ts-expect-error Argument of type 'Ref<string>' is not assignable to parameter of type 'Ref<"fast" | "slow">'.
mode(v.host);
// @ts-expect-error Argument of type 'string' is not assignable to parameter of type 'Ref<boolean>'.
flag('true');

export type { mount, odd, policy };
