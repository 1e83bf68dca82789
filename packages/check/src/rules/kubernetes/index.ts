import { type RuleSet, ruleSet } from '../../rule.ts';
import { addressUnknownPort } from './address-unknown-port.ts';
import { addressUnknownService } from './address-unknown-service.ts';
import { autoscalerDuplicate } from './autoscaler-duplicate.ts';
import { autoscalerRequest } from './autoscaler-request.ts';
import { autoscalerTarget } from './autoscaler-target.ts';
import { backendMissing } from './backend-missing.ts';
import { backendPort } from './backend-port.ts';
import { bindingClusterAdmin } from './binding-cluster-admin.ts';
import { bindingEveryone } from './binding-everyone.ts';
import { bindingSubject } from './binding-subject.ts';
import { claimUnmounted } from './claim-unmounted.ts';
import { classMissing } from './class-missing.ts';
import { databaseMajorUpgrade } from './database-major-upgrade.ts';
import { disruptionBudgetBlocks } from './disruption-budget-blocks.ts';
import { disruptionBudgetOverlap } from './disruption-budget-overlap.ts';
import { gatewayMissing } from './gateway-missing.ts';
import { governingService } from './governing-service.ts';
import { imageName } from './image-name.ts';
import { immutableField } from './immutable-field.ts';
import { listDuplicate } from './list-duplicate.ts';
import { memoryVolumeSize } from './memory-volume-size.ts';
import { monitorTarget } from './monitor-target.ts';
import { namespaceMissing } from './namespace-missing.ts';
import { networkPolicyBlocks } from './network-policy-blocks.ts';
import { networkPolicyPeer } from './network-policy-peer.ts';
import { objectDuplicate } from './object-duplicate.ts';
import { objectSize } from './object-size.ts';
import type { KubernetesOptions } from './options.ts';
import { probePort } from './probe-port.ts';
import { providerMissing } from './provider-missing.ts';
import { referenceKeyMissing } from './reference-key-missing.ts';
import { referenceMissing } from './reference-missing.ts';
import { resourceOutOfRange } from './resource-out-of-range.ts';
import { roleMissing } from './role-missing.ts';
import { roleResource } from './role-resource.ts';
import { rolloutHostPort } from './rollout-host-port.ts';
import { rolloutSharedClaim } from './rollout-shared-claim.ts';
import { schedulingSelector } from './scheduling-selector.ts';
import { secretInAnnotation } from './secret-in-annotation.ts';
import { secretInArgument } from './secret-in-argument.ts';
import { secretInConfigMap } from './secret-in-config-map.ts';
import { secretInVariable } from './secret-in-variable.ts';
import { selectorWithoutPods } from './selector-without-pods.ts';
import { serviceAddressDuplicate } from './service-address-duplicate.ts';
import { serviceTargetPort } from './service-target-port.ts';
import { serviceWithoutPods } from './service-without-pods.ts';
import { tlsSecretMissing } from './tls-secret-missing.ts';
import { variableOrder } from './variable-order.ts';
import { versionInClaimTemplate } from './version-in-claim-template.ts';
import { versionInPodLabels } from './version-in-pod-labels.ts';
import { versionInSelector } from './version-in-selector.ts';
import { volumeMedium } from './volume-medium.ts';

/** Objects that the API server rejects, or that the kubelet or a controller cannot run. */
export const kubernetes = (options: KubernetesOptions = {}): RuleSet =>
  ruleSet(
    'kubernetes',
    [
      addressUnknownPort,
      addressUnknownService,
      autoscalerDuplicate,
      autoscalerRequest,
      autoscalerTarget,
      backendMissing,
      backendPort,
      bindingClusterAdmin,
      bindingEveryone,
      bindingSubject,
      claimUnmounted,
      classMissing,
      databaseMajorUpgrade,
      disruptionBudgetBlocks,
      disruptionBudgetOverlap,
      gatewayMissing,
      governingService,
      imageName,
      immutableField,
      listDuplicate,
      memoryVolumeSize,
      monitorTarget,
      namespaceMissing,
      networkPolicyBlocks,
      networkPolicyPeer,
      objectDuplicate,
      objectSize,
      probePort,
      providerMissing,
      referenceKeyMissing,
      referenceMissing,
      resourceOutOfRange,
      roleMissing,
      roleResource,
      rolloutHostPort,
      rolloutSharedClaim,
      schedulingSelector,
      secretInAnnotation,
      secretInArgument,
      secretInConfigMap,
      secretInVariable,
      selectorWithoutPods,
      serviceAddressDuplicate,
      serviceTargetPort,
      serviceWithoutPods,
      tlsSecretMissing,
      variableOrder,
      versionInClaimTemplate,
      versionInPodLabels,
      versionInSelector,
      volumeMedium,
    ],
    options,
  );
