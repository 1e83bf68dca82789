import { type RuleSet, ruleSet } from '../../rule.ts';
import { addedCapability } from './added-capability.ts';
import { claimKeep } from './claim-keep.ts';
import { claimSize } from './claim-size.ts';
import { claimStorageClass } from './claim-storage-class.ts';
import { claimVolumeName } from './claim-volume-name.ts';
import { dropCapabilities } from './drop-capabilities.ts';
import { emptyDirSizeLimit } from './empty-dir-size-limit.ts';
import { hostNamespace } from './host-namespace.ts';
import { hostPath } from './host-path.ts';
import { hostPort } from './host-port.ts';
import { jobBackoffLimit } from './job-backoff-limit.ts';
import { jobDisruption } from './job-disruption.ts';
import { jobImmutableName } from './job-immutable-name.ts';
import { jobLogLifetime } from './job-log-lifetime.ts';
import { livenessOtherHost } from './liveness-other-host.ts';
import { memoryLimit } from './memory-limit.ts';
import type { ApplianceOptions } from './options.ts';
import { privilegeEscalation } from './privilege-escalation.ts';
import { privilegedContainer } from './privileged-container.ts';
import { readOnlyRootFilesystem } from './read-only-root-filesystem.ts';
import { readinessProbe } from './readiness-probe.ts';
import { resourceRequests } from './resource-requests.ts';
import { restrictedVolumeType } from './restricted-volume-type.ts';
import { runAsNonRoot } from './run-as-non-root.ts';
import { runAsUser } from './run-as-user.ts';
import { seccompProfile } from './seccomp-profile.ts';
import { serviceAccountToken } from './service-account-token.ts';
import { serviceLinks } from './service-links.ts';
import { startupProbeBudget } from './startup-probe-budget.ts';
import { unsafeSysctl } from './unsafe-sysctl.ts';

/** What a cluster needs that nobody watches: it keeps its data, starts slowly, and has no Internet. */
export const appliance = (options: ApplianceOptions = {}): RuleSet =>
  ruleSet(
    'appliance',
    [
      addedCapability,
      claimKeep,
      claimSize,
      claimStorageClass,
      claimVolumeName,
      dropCapabilities,
      emptyDirSizeLimit,
      hostNamespace,
      hostPath,
      hostPort,
      jobBackoffLimit,
      jobDisruption,
      jobImmutableName,
      jobLogLifetime,
      livenessOtherHost,
      memoryLimit,
      privilegeEscalation,
      privilegedContainer,
      readOnlyRootFilesystem,
      readinessProbe,
      resourceRequests,
      restrictedVolumeType,
      runAsNonRoot,
      runAsUser,
      seccompProfile,
      serviceAccountToken,
      serviceLinks,
      startupProbeBudget,
      unsafeSysctl,
    ],
    options,
  );
