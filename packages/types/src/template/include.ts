import type { Either } from './control.ts';
import { type Ref, refTo } from './ref.ts';
import type { Printable } from './text.ts';

/** The helpers of a library chart, by name. */
export type Helpers = Readonly<Record<string, Printable | Either<Printable>>>;

/**
 * The text of a named template that a dependency defines. Helm knows the template only when it renders, so nothing checks here that
 * it exists, and it reads `.Values` of the chart that includes it.
 *
 * @example
 * include('common.names.fullname')
 *
 * @throws TypeError if the name could not be that of a template.
 */
export const include = (template: string): Ref<string> => {
  if (!/^[A-Za-z0-9_.-]+$/.test(template))
    throw new TypeError(
      `include("${template}") names no template: write the name that the chart defines, for instance include('common.names.fullname')`,
    );
  return refTo({ kind: 'include', template });
};
