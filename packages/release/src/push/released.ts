import type { Digest } from '@helm-charts/oci';
import type { Released, ReleaseLock } from '../lock/lock.ts';
import type { Item, PackedItem } from './item.ts';

/** A chart or profile that the registry has. */
export interface Pushed extends Item {
  readonly state: 'pushed' | 'unchanged';
  /** Digest of the manifest in the registry. */
  readonly digest: Digest;
  /** The commit that the manifest names. An unchanged artifact keeps that of its first push. */
  readonly revision: string | undefined;
}

/** An artifact, and what is known of its manifest. */
type Stored = Pick<PackedItem, 'artifact'> & Pick<Pushed, 'digest' | 'revision'>;

/** The lock with what the registry has now. */
export const withReleased = (lock: ReleaseLock, pushed: readonly Stored[]): ReleaseLock => {
  const merged = (kind: 'chart' | 'profile', before: readonly Released[]) => {
    const own = pushed.filter(({ artifact }) => artifact.kind === kind).map(releasedOf);
    const names = new Set(own.map(({ name }) => name));
    return [...before.filter(({ name }) => !names.has(name)), ...own];
  };
  return { charts: merged('chart', lock.charts), profiles: merged('profile', lock.profiles) };
};

const releasedOf = ({
  artifact: { name, version, content },
  digest,
  revision,
}: Stored): Released => ({
  name,
  version,
  digest,
  content,
  ...(revision !== undefined && { commit: revision }),
});
