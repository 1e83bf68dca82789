import type { Either } from './control.ts';
import { withOrigin } from './origin.ts';
import { type Ref, refTo } from './ref.ts';
import type { Printable } from './text.ts';

/** The helpers of a library chart, by name. */
export type Helpers = Readonly<Record<string, Printable | Either<Printable>>>;

/**
 * The text of a named template that a dependency defines. `helm-charts generate` refuses a name that no chart in `charts/` defines. The template
 * reads `.Values` of the chart that includes it.
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
  return refTo(withOrigin({ kind: 'include', template }));
};
