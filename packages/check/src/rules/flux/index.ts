import { type RuleSet, ruleSet } from '../../rule.ts';
import { driftIgnore } from './drift-ignore.ts';
import type { FluxOptions } from './options.ts';
import { releaseObjects } from './release-objects.ts';
import { releaseRecordSize } from './release-record-size.ts';

/** What Flux would refuse, and what it would never do or do again for ever. */
export const flux = (options: FluxOptions = {}): RuleSet =>
  ruleSet('flux', [driftIgnore, releaseObjects, releaseRecordSize], options);
