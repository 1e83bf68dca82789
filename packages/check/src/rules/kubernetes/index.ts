import { type RuleSet, ruleSet } from '../../rule.ts';
import { addressUnknownPort } from './address-unknown-port.ts';
import { addressUnknownService } from './address-unknown-service.ts';
import { claimUnmounted } from './claim-unmounted.ts';
import { immutableField } from './immutable-field.ts';
import { listDuplicate } from './list-duplicate.ts';
import { objectDuplicate } from './object-duplicate.ts';
import { objectSize } from './object-size.ts';
import type { KubernetesOptions } from './options.ts';
import { referenceKeyMissing } from './reference-key-missing.ts';
import { referenceMissing } from './reference-missing.ts';
import { rolloutHostPort } from './rollout-host-port.ts';
import { rolloutSharedClaim } from './rollout-shared-claim.ts';
import { secretInAnnotation } from './secret-in-annotation.ts';
import { secretInArgument } from './secret-in-argument.ts';
import { secretInConfigMap } from './secret-in-config-map.ts';
import { secretInVariable } from './secret-in-variable.ts';
import { serviceTargetPort } from './service-target-port.ts';
import { serviceWithoutPods } from './service-without-pods.ts';
import { versionInClaimTemplate } from './version-in-claim-template.ts';
import { versionInPodLabels } from './version-in-pod-labels.ts';
import { versionInSelector } from './version-in-selector.ts';

/** Objects that the API server rejects, or that the kubelet or a controller cannot run. */
export const kubernetes = (options: KubernetesOptions = {}): RuleSet =>
  ruleSet(
    'kubernetes',
    [
      addressUnknownPort,
      addressUnknownService,
      claimUnmounted,
      immutableField,
      listDuplicate,
      objectDuplicate,
      objectSize,
      referenceKeyMissing,
      referenceMissing,
      rolloutHostPort,
      rolloutSharedClaim,
      secretInAnnotation,
      secretInArgument,
      secretInConfigMap,
      secretInVariable,
      serviceTargetPort,
      serviceWithoutPods,
      versionInClaimTemplate,
      versionInPodLabels,
      versionInSelector,
    ],
    options,
  );
