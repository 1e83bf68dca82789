import { optional } from './collection.ts';
import type { Described, Node } from './node.ts';
import { type ObjectOf, object } from './object.ts';
import { quantity, string } from './scalar.ts';

/** Where an image comes from. */
interface ImageMembers {
  readonly repository: Node<string>;
  readonly tag: Node<string>;
  readonly digest: ReturnType<typeof optional<string>>;
}

/** The values of an image. */
export type Image = ObjectOf<ImageMembers>;

/** A container image: repository, tag and, where it is known, digest. The tag is never `latest`. */
export const image = <D extends string>(
  description: D,
  defaults: { readonly repository: string; readonly tag: string },
): Node<Image> & Described<D> =>
  object(description, {
    repository: string('Registry and name of the image, without a tag.', {
      default: defaults.repository,
      pattern: '^[a-z0-9]+([._:/-][a-z0-9]+)*$',
    }),
    tag: string('Tag of the image. Ignored by the container runtime where a digest is set.', {
      default: defaults.tag,
      pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$',
      not: ['latest'],
    }),
    digest: optional(
      string('Digest of the image, for example `sha256:…`. Set it to pin the exact content.', {
        pattern: '^sha256:[0-9a-f]{64}$',
      }),
    ),
  });

/** The values of a secret reference: the Secret's name, and the key under which each credential stands. */
export interface SecretRef<K extends string> {
  readonly existingSecret: string;
  readonly keys: { readonly [key in K]: string };
}

/** What a secret reference asks for: the default name of the Secret, and a default key for each credential. */
export interface SecretDefaults<K extends string> {
  readonly name?: string;
  readonly keys: Readonly<Record<K, string>>;
}

/** A Secret that exists before the chart is installed. The chart never sees what is in it. */
export const secretRef = <const K extends string, D extends string = string>(
  description: D,
  { name, keys }: SecretDefaults<K>,
): Node<SecretRef<K>> & Described<D> => {
  const members = Object.entries<string>(keys).map(
    ([credential, key]) =>
      [
        credential,
        string(`Key in the Secret that holds the ${credential} credential.`, {
          default: key,
          pattern: secretKey,
        }),
      ] as const,
  );
  const of = object(description, {
    existingSecret: string('Name of the Secret in the namespace of the release.', {
      pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$',
      maxLength: 253,
      ...(name !== undefined && { default: name }),
    }),
    keys: object('Keys of the Secret, one for each credential.', Object.fromEntries(members)),
  });
  // The keys' names are known to the type only: Object.fromEntries forgets them.
  return of as Node<SecretRef<K>>;
};

/** What a key of a Secret or ConfigMap may be (apimachinery pkg/util/validation IsConfigMapKey). */
const secretKey = '^[-._a-zA-Z0-9]+$';

/** What a container asks for and may use. A memory limit is always there: without one the node's OOM handler picks the pod first. */
export interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu?: string; readonly memory: string };
}

export const resources = <D extends string>(
  description: D,
  defaults: {
    readonly requests: { readonly cpu: string; readonly memory: string };
    readonly limits: { readonly memory: string };
  },
): Node<Resources> & Described<D> =>
  object(description, {
    requests: object('Resource requests.', {
      cpu: quantity('CPU.', { default: defaults.requests.cpu }),
      memory: quantity('Memory.', { default: defaults.requests.memory }),
    }),
    limits: object('Resource limits.', {
      cpu: optional(quantity('CPU limit. Without it the container may use idle CPU.')),
      memory: quantity('Memory.', { default: defaults.limits.memory }),
    }),
  });
