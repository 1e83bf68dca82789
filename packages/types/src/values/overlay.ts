import type { Node } from './node.ts';

/**
 * A partial set of values, laid over a chart's defaults: nothing is required, maps merge, lists replace,
 * and null takes a default away (helm pkg/chart/common/util/coalesce.go).
 */
export type Overlay<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? {
        readonly [K in keyof T as K extends symbol ? never : K]?: Overlay<
          Exclude<T[K], undefined>
        > | null;
      }
    : T;

/** The overlay of a chart's values. */
export type OverlayOf<N> = N extends Node<infer T> ? Overlay<T> : never;
