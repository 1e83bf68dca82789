import type { Part } from '../part.ts';
import { jobVariables } from './job.ts';
import { objects } from './objects.ts';
import { otherVariables } from './pods.ts';
import { secrets } from './secrets.ts';
import { serverVariables } from './server.ts';
import { serverSwitches } from './switches.ts';

/** All names of the original for the profile of the single node. */
export const upstream: readonly Part[] = [
  ...serverVariables,
  ...serverSwitches,
  ...jobVariables,
  ...otherVariables,
  ...objects,
  ...secrets,
];
