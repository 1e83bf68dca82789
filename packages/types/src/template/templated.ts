import type { Each, Either, Spread, When } from './control.ts';
import type { Merge } from './merge.ts';
import type { Ref } from './ref.ts';

type Scalar = string | number | boolean | null | undefined;

/**
 * A Kubernetes type in which any part may be a reference of the same type.
 *
 * A reference to what may be absent doesn't fit until `ifSet` guarded it; a `When` fits where the part may be left out.
 */
export type Templated<T> =
  | RefFor<T>
  | Either<Templated<T>>
  | (T extends Scalar
      ? T
      : T extends readonly (infer U)[]
        ? readonly Item<U>[]
        : StringMap<T> | Fields<T>);

/** The fields of a Kubernetes type, each of which may be a reference. */
export type Fields<T> = { readonly [K in keyof T]: Field<T, K> };

/** Kubernetes' types have mutable lists; values are read-only. */
type RefFor<T> = [T] extends [readonly (infer U)[]] ? Ref<readonly U[]> : Ref<T>;

/** One item of a list, or one that stands there sometimes, or several. */
export type Item<U> =
  | Templated<U>
  | When<Templated<U> | readonly Item<U>[]>
  | Either<Templated<U> | readonly Item<U>[]>
  | Each<Templated<U>>
  | Spread<U>;

type Field<T, K extends keyof T> =
  | Templated<Exclude<T[K], undefined>>
  | (undefined extends T[K] ? When<Templated<Exclude<T[K], undefined>>> : never)
  | (string extends K ? When<Templated<T[K]>> : never);

/** Labels, annotations and the like can be merged. */
type StringMap<T> = string extends keyof T ? Merge<Readonly<Record<string, string>>> : never;
