import { type RuleSet, ruleSet } from '../../rule.ts';
import { airGapDifference } from './air-gap-difference.ts';
import { airGapSource } from './air-gap-source.ts';
import { claimKeep } from './claim-keep.ts';
import { claimSize } from './claim-size.ts';
import { claimStorageClass } from './claim-storage-class.ts';
import { claimVolumeName } from './claim-volume-name.ts';
import { dependencyReadyExpression } from './dependency-ready-expression.ts';
import { guardedClaimMissing } from './guarded-claim-missing.ts';
import { guardedSecretMissing } from './guarded-secret-missing.ts';
import { imageDigest } from './image-digest.ts';
import { imagePullPolicy } from './image-pull-policy.ts';
import { imageTag } from './image-tag.ts';
import { imageUnlisted } from './image-unlisted.ts';
import { namespacePodSecurity } from './namespace-pod-security.ts';
import type { ApplianceOptions } from './options.ts';
import { releaseVersion } from './release-version.ts';

/** What a cluster needs that nobody watches: it keeps its data, starts slowly, and has no Internet. */
export const appliance = (options: ApplianceOptions = {}): RuleSet =>
  ruleSet(
    'appliance',
    [
      airGapDifference,
      airGapSource,
      claimKeep,
      claimSize,
      claimStorageClass,
      claimVolumeName,
      dependencyReadyExpression,
      guardedClaimMissing,
      guardedSecretMissing,
      imageDigest,
      imagePullPolicy,
      imageTag,
      imageUnlisted,
      namespacePodSecurity,
      releaseVersion,
    ],
    options,
  );
