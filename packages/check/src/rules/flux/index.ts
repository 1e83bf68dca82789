import { type RuleSet, ruleSet } from '../../rule.ts';
import { chartLabelPlus } from './chart-label-plus.ts';
import { chartVersionUnchanged } from './chart-version-unchanged.ts';
import { driftIgnore } from './drift-ignore.ts';
import { helmHook } from './helm-hook.ts';
import type { FluxOptions } from './options.ts';
import { podMetadataUnstable } from './pod-metadata-unstable.ts';
import { progressDeadline } from './progress-deadline.ts';
import { releaseObjects } from './release-objects.ts';
import { releaseRecordSize } from './release-record-size.ts';
import { releaseRenamed } from './release-renamed.ts';
import { templateRandom } from './template-random.ts';

/** What Flux would refuse, and what it would never do or do again for ever. */
export const flux = (options: FluxOptions = {}): RuleSet =>
  ruleSet(
    'flux',
    [
      chartLabelPlus,
      chartVersionUnchanged,
      driftIgnore,
      helmHook,
      podMetadataUnstable,
      progressDeadline,
      releaseObjects,
      releaseRecordSize,
      releaseRenamed,
      templateRandom,
    ],
    options,
  );
