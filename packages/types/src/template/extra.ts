import { list } from '../values/collection.ts';
import { type Opaque, raw } from '../values/fragment.ts';
import type { Described, Node } from '../values/node.ts';
import type { Expression } from './expression.ts';
import { declared, type Ref } from './ref.ts';

/** A whole object of Kubernetes among the values. */
export interface ExtraObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly [field: string]: unknown;
}

/** Objects of a list value, which the chart renders after its own. */
export interface ExtraObjects {
  readonly kind: 'objects';
  readonly of: Expression;
}

/**
 * A value `extraObjects` whose items are whole objects. With `templated`, every text in them is a template.
 *
 * @example
 * values: object('Settings.', { ...extraObjects('Further objects of the release.') }),
 * manifests: (v) => ({ extra: extraManifests(v.extraObjects) }),
 */
export const extraObjects = <D extends string>(
  description: D,
  { templated = false }: { readonly templated?: boolean } = {},
): { readonly extraObjects: Node<readonly Opaque<ExtraObject>[]> & Described<D> } => ({
  extraObjects: list(
    description,
    raw<ExtraObject>(
      {
        type: 'object',
        properties: {
          apiVersion: { type: 'string', minLength: 1 },
          kind: { type: 'string', minLength: 1 },
          metadata: { type: 'object', required: ['name'] },
        },
        required: ['apiVersion', 'kind', 'metadata'],
        ...(templated && { 'x-templated': true }),
      },
      'An object with apiVersion, kind and metadata.name.',
    ),
  ),
});

/** The objects of a value that `extraObjects` declares, for `manifests`. */
export const extraManifests = (of: Ref<readonly Opaque<ExtraObject>[]>): ExtraObjects => ({
  kind: 'objects',
  of: declared(of, 'a template'),
});
