import { type RuleSet, ruleSet } from '../../rule.ts';
import { chartLabelPlus } from './chart-label-plus.ts';
import { chartPathName } from './chart-path-name.ts';
import { chartVersionExact } from './chart-version-exact.ts';
import { chartVersionUnchanged } from './chart-version-unchanged.ts';
import { credentialInObject } from './credential-in-object.ts';
import { credentialInValues } from './credential-in-values.ts';
import { driftIgnore } from './drift-ignore.ts';
import { fluxApiVersion } from './flux-api-version.ts';
import { fluxIneffectiveOption } from './flux-ineffective-option.ts';
import { fluxReferenceMissing } from './flux-reference-missing.ts';
import { fluxRemediation } from './flux-remediation.ts';
import { fluxRetryForever } from './flux-retry-forever.ts';
import { fluxWaitDisabled } from './flux-wait-disabled.ts';
import { kustomizationDeletionPolicy } from './kustomization-deletion-policy.ts';
import { kustomizationRetryInterval } from './kustomization-retry-interval.ts';
import { namespaceByHelm } from './namespace-by-helm.ts';
import { namespacePrune } from './namespace-prune.ts';
import type { FluxOptions } from './options.ts';
import { podMetadataUnstable } from './pod-metadata-unstable.ts';
import { progressDeadline } from './progress-deadline.ts';
import { reconcileStrategyIgnored } from './reconcile-strategy-ignored.ts';
import { reconcileStrategyRevision } from './reconcile-strategy-revision.ts';
import { releaseObjects } from './release-objects.ts';
import { releasePrune } from './release-prune.ts';
import { releaseRecordSize } from './release-record-size.ts';
import { releaseRenamed } from './release-renamed.ts';
import { releaseTimeout } from './release-timeout.ts';
import { secretDecryption } from './secret-decryption.ts';
import { serviceAccountMissing } from './service-account-missing.ts';
import { sourceMissing } from './source-missing.ts';
import { targetNamespaceMissing } from './target-namespace-missing.ts';
import { templateRandom } from './template-random.ts';
import { valuesNameHash } from './values-name-hash.ts';

/** Objects that Flux rejects, never applies, or applies again at every reconciliation. */
export const flux = (options: FluxOptions = {}): RuleSet =>
  ruleSet(
    'flux',
    [
      chartLabelPlus,
      chartPathName,
      chartVersionExact,
      chartVersionUnchanged,
      credentialInObject,
      credentialInValues,
      driftIgnore,
      fluxApiVersion,
      fluxIneffectiveOption,
      fluxReferenceMissing,
      fluxRemediation,
      fluxRetryForever,
      fluxWaitDisabled,
      kustomizationDeletionPolicy,
      kustomizationRetryInterval,
      namespaceByHelm,
      namespacePrune,
      podMetadataUnstable,
      progressDeadline,
      reconcileStrategyIgnored,
      reconcileStrategyRevision,
      releaseObjects,
      releasePrune,
      releaseRecordSize,
      releaseRenamed,
      releaseTimeout,
      secretDecryption,
      serviceAccountMissing,
      sourceMissing,
      targetNamespaceMissing,
      templateRandom,
      valuesNameHash,
    ],
    options,
  );
