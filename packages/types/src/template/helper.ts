import type { Either } from './control.ts';
import { type Ref, refTo } from './ref.ts';
import type { Printable } from './text.ts';

/** What a helper says: a text, or one or the other. */
type Saying = Printable | Either<Saying>;

/**
 * A text that several objects share: it is defined once, in `_helpers.tpl`, and included where it is used.
 * It is also how one of two texts gets into the middle of another.
 */
export const helper = (name: string, of: Saying): Ref<string> => {
  if (!/^[a-z][A-Za-z0-9]*$/.test(name) || taken.has(name))
    throw new TypeError(`a helper can't be called "${name}": take another name, in camel case`);
  return refTo({ kind: 'definition', name, of });
};

/** What every chart's `_helpers.tpl` defines. */
const taken = new Set(['fullname', 'image', 'labels', 'selectorLabels', 'templated']);
