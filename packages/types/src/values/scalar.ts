import { type Described, type Node, node, type Options } from './node.ts';

export interface StringOptions extends Options<string> {
  /** An RE2 pattern, since Helm matches with Go's regexp: no look-around, no back-reference. */
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  /** Texts that are refused. */
  readonly not?: readonly string[];
}

export interface NumberOptions extends Options<number> {
  readonly minimum?: number;
  readonly maximum?: number;
}

/** The largest integer that survives Helm's float64 (helm pkg/chart/common/values.go reads YAML numbers as float64). */
const maximum = Number.MAX_SAFE_INTEGER;

/** A text. */
export const string = <D extends string>(
  description: D,
  { not, ...options }: StringOptions = {},
): Node<string> & Described<D> =>
  node({ type: 'string', ...(not !== undefined && refusal(not)) }, description, { ...options });

/** Of `not` Helm prints only that it failed; of a const it prints what the value should have been. */
const refusal = (texts: readonly string[]) => ({
  if: { not: { enum: texts } },
  else: { const: `another text than ${texts.join(', ')}` },
});

/** A whole number, emitted through `int64`. */
export const integer = <D extends string>(
  description: D,
  options: NumberOptions = {},
): Node<number> & Described<D> => node({ type: 'integer', maximum }, description, { ...options });

/** A number that may have a fraction. */
export const number = <D extends string>(
  description: D,
  options: NumberOptions = {},
): Node<number> & Described<D> => node({ type: 'number' }, description, { ...options });

export const boolean = <D extends string>(
  description: D,
  options: Options<boolean> = {},
): Node<boolean> & Described<D> => node({ type: 'boolean' }, description, { ...options });

/** One of a few texts. */
export const oneOf = <const V extends string, D extends string = string>(
  description: D,
  values: readonly V[],
  options: Options<NoInfer<V>> = {},
): Node<V> & Described<D> => node({ type: 'string', enum: values }, description, { ...options });

/** A TCP or UDP port, 1 to 65535. */
export const port = <D extends string>(
  description: D,
  options: Options<number> = {},
): Node<number> & Described<D> =>
  node({ type: 'integer', minimum: 1, maximum: 65535 }, description, { ...options });

/** An amount of a resource (apimachinery pkg/api/resource/quantity.go), as text: `250m`, `64Mi`. */
export const quantity = <D extends string>(
  description: D,
  options: Options<string> = {},
): Node<string> & Described<D> =>
  node(
    { type: 'string', pattern: '^[0-9]+(\\.[0-9]+)?(m|k|Ki|Mi|M|Gi|G|Ti|T|Pi|P|Ei|E)?$' },
    description,
    { ...options },
  );

/** A host name or an IP address, without port. */
export const host = <D extends string>(
  description: D,
  options: Options<string> = {},
): Node<string> & Described<D> =>
  node({ type: 'string', pattern: '^[A-Za-z0-9]([A-Za-z0-9.:-]*[A-Za-z0-9])?$' }, description, {
    ...options,
  });
