import { type RuleSet, ruleSet } from '../../rule.ts';
import { addedCapability } from './added-capability.ts';
import { claimKeep } from './claim-keep.ts';
import { claimSize } from './claim-size.ts';
import { claimStorageClass } from './claim-storage-class.ts';
import { claimTemplate } from './claim-template.ts';
import { claimVolumeName } from './claim-volume-name.ts';
import { clusterDomainFixed } from './cluster-domain-fixed.ts';
import { clusterDomainMixed } from './cluster-domain-mixed.ts';
import { dropCapabilities } from './drop-capabilities.ts';
import { hostNamespace } from './host-namespace.ts';
import { hostPath } from './host-path.ts';
import { hostPort } from './host-port.ts';
import type { ApplianceOptions } from './options.ts';
import { privilegeEscalation } from './privilege-escalation.ts';
import { privilegedContainer } from './privileged-container.ts';
import { restrictedVolumeType } from './restricted-volume-type.ts';
import { runAsNonRoot } from './run-as-non-root.ts';
import { runAsUser } from './run-as-user.ts';
import { seccompProfile } from './seccomp-profile.ts';
import { secretInChart } from './secret-in-chart.ts';
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
      claimTemplate,
      claimVolumeName,
      clusterDomainFixed,
      clusterDomainMixed,
      dropCapabilities,
      hostNamespace,
      hostPath,
      hostPort,
      privilegeEscalation,
      privilegedContainer,
      restrictedVolumeType,
      runAsNonRoot,
      runAsUser,
      seccompProfile,
      secretInChart,
      unsafeSysctl,
    ],
    options,
  );
