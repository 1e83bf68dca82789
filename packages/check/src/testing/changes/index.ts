import { objects, security } from './contents.ts';
import type { Harm } from './harm.ts';
import { network } from './network.ts';
import { references } from './references.ts';
import { more, scaling } from './scaling.ts';

export { refusedByApiServer } from './refused.ts';

/** The harmful changes that the rules find. */
export const harmful: readonly Harm[] = [
  ...references,
  ...network,
  ...more,
  ...scaling,
  ...objects,
  ...security,
];
