import { optional } from '../values/collection.ts';
import { object } from '../values/object.ts';
import { boolean, string } from '../values/scalar.ts';
import { when } from './control.ts';
import { refs } from './ref.ts';

const v = refs(
  object('Settings.', {
    debug: boolean('Debug.', { default: false }),
    url: optional(string('URL.')),
  }),
);

// A reference is an object, so as a condition of JavaScript it would always be true.
// @ts-expect-error This condition will always return true.
v.debug ? 'yes' : 'no';
// @ts-expect-error This condition will always return true.
if (v.url) throw new Error();
// @ts-expect-error This condition will always return true.
v.debug && 'yes';

when(v.debug, 'yes', 'no');
