import type { Each, Either, When } from './control.ts';
import { type Ref, refTo } from './ref.ts';
import type { Printable } from './text.ts';

/** What fills a hole of a file: a text, or lines that stand there only sometimes, or once for each item. */
export type Hole = Printable | When<Hole> | Either<Hole> | Each<Hole> | readonly Hole[];

/**
 * A file that lies beside the chart's sources, as one text.
 *
 * Its holes are written `@{name}` and each needs an entry here. A hole that is alone on its line may be several lines or none.
 */
export const file = (path: string, holes: Readonly<Record<string, Hole>> = {}): Ref<string> =>
  refTo({ kind: 'file', path, holes });
