import { type RuleSet, ruleSet } from '../../rule.ts';
import { addedCapability } from './added-capability.ts';
import { airGapDifference } from './air-gap-difference.ts';
import { airGapSource } from './air-gap-source.ts';
import { claimKeep } from './claim-keep.ts';
import { claimSize } from './claim-size.ts';
import { claimStorageClass } from './claim-storage-class.ts';
import { claimTemplate } from './claim-template.ts';
import { claimVolumeName } from './claim-volume-name.ts';
import { clusterDomainFixed } from './cluster-domain-fixed.ts';
import { clusterDomainMixed } from './cluster-domain-mixed.ts';
import { dependencyReadyExpression } from './dependency-ready-expression.ts';
import { dropCapabilities } from './drop-capabilities.ts';
import { emptyDirSizeLimit } from './empty-dir-size-limit.ts';
import { guardedClaimMissing } from './guarded-claim-missing.ts';
import { guardedSecretMissing } from './guarded-secret-missing.ts';
import { helmHook } from './helm-hook.ts';
import { hostNamespace } from './host-namespace.ts';
import { hostPath } from './host-path.ts';
import { hostPort } from './host-port.ts';
import { imageDigest } from './image-digest.ts';
import { imagePullPolicy } from './image-pull-policy.ts';
import { imageTag } from './image-tag.ts';
import { imageUnlisted } from './image-unlisted.ts';
import { jobBackoffLimit } from './job-backoff-limit.ts';
import { jobDisruption } from './job-disruption.ts';
import { jobImmutableName } from './job-immutable-name.ts';
import { jobLogLifetime } from './job-log-lifetime.ts';
import { kustomizationWait } from './kustomization-wait.ts';
import { livenessOtherHost } from './liveness-other-host.ts';
import { memoryLimit } from './memory-limit.ts';
import { namespacePodSecurity } from './namespace-pod-security.ts';
import type { ApplianceOptions } from './options.ts';
import { privilegeEscalation } from './privilege-escalation.ts';
import { privilegedContainer } from './privileged-container.ts';
import { procMount } from './proc-mount.ts';
import { readOnlyRootFilesystem } from './read-only-root-filesystem.ts';
import { readinessProbe } from './readiness-probe.ts';
import { releaseFieldMissing } from './release-field-missing.ts';
import { releaseVersion } from './release-version.ts';
import { resourceRequests } from './resource-requests.ts';
import { restrictedVolumeType } from './restricted-volume-type.ts';
import { runAsNonRoot } from './run-as-non-root.ts';
import { runAsUser } from './run-as-user.ts';
import { seccompProfile } from './seccomp-profile.ts';
import { secretInChart } from './secret-in-chart.ts';
import { selinuxOptions } from './selinux-options.ts';
import { serviceAccountToken } from './service-account-token.ts';
import { serviceLinks } from './service-links.ts';
import { startupProbeBudget } from './startup-probe-budget.ts';
import { unsafeSysctl } from './unsafe-sysctl.ts';
import { valuesMissing } from './values-missing.ts';
import { valuesWatch } from './values-watch.ts';

/**
 * Requirements of an unattended cluster: it keeps its data, starts slowly, and may have no access to the
 * Internet.
 */
export const appliance = (options: ApplianceOptions = {}): RuleSet =>
  ruleSet(
    'appliance',
    [
      addedCapability,
      airGapDifference,
      airGapSource,
      claimKeep,
      claimSize,
      claimStorageClass,
      claimTemplate,
      claimVolumeName,
      clusterDomainFixed,
      clusterDomainMixed,
      dependencyReadyExpression,
      dropCapabilities,
      emptyDirSizeLimit,
      guardedClaimMissing,
      guardedSecretMissing,
      helmHook,
      hostNamespace,
      hostPath,
      hostPort,
      imageDigest,
      imagePullPolicy,
      imageTag,
      imageUnlisted,
      jobBackoffLimit,
      jobDisruption,
      jobImmutableName,
      jobLogLifetime,
      kustomizationWait,
      livenessOtherHost,
      memoryLimit,
      namespacePodSecurity,
      privilegeEscalation,
      privilegedContainer,
      procMount,
      readOnlyRootFilesystem,
      readinessProbe,
      releaseFieldMissing,
      releaseVersion,
      resourceRequests,
      restrictedVolumeType,
      runAsNonRoot,
      runAsUser,
      seccompProfile,
      secretInChart,
      selinuxOptions,
      serviceAccountToken,
      serviceLinks,
      startupProbeBudget,
      unsafeSysctl,
      valuesMissing,
      valuesWatch,
    ],
    options,
  );
