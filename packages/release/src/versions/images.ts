import type { Manifest } from '@helm-charts/types';
import { type Reason, reason } from './rules.ts';
import { isObject } from './schema.ts';

/** What differs between the containers of an object of any kind with a pod template. */
export const compareImages = (was: Manifest, is: Manifest, name: string): readonly Reason[] => {
  const [old, now] = [containersOf(was), containersOf(is)];
  const gone = [...old.keys()].filter((container) => !now.has(container) && now.size > 0);
  const changed = [...now].flatMap(([container, image]) => {
    const before = old.get(container);
    if (before === image) return [];
    return before === undefined
      ? old.size === 0
        ? []
        : [reason('object-added', `${name} has a new container ${container}`)]
      : [
          reason(
            'image-changed',
            `the container ${container} of ${name} has the image ${image}, was ${before}`,
          ),
        ];
  });
  const removed = gone.map((container) =>
    reason('object-removed', `the container ${container} of ${name} is removed`),
  );
  return [...removed, ...changed];
};

const containersOf = (value: unknown): ReadonlyMap<string, string> => {
  if (Array.isArray(value)) return merged(value.map(containersOf));
  if (!isObject(value)) return new Map();
  return merged(
    Object.entries(value).map(([key, member]) =>
      /^(init|ephemeral)?containers$/i.test(key) && Array.isArray(member)
        ? new Map(member.map(({ name, image }) => [String(name), String(image)] as const))
        : containersOf(member),
    ),
  );
};

const merged = (maps: readonly ReadonlyMap<string, string>[]): ReadonlyMap<string, string> =>
  new Map(maps.flatMap((one) => [...one]));
