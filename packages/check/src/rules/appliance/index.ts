import { type RuleSet, ruleSet } from '../../rule.ts';
import { claimKeep } from './claim-keep.ts';
import { claimSize } from './claim-size.ts';
import { claimStorageClass } from './claim-storage-class.ts';
import { claimTemplate } from './claim-template.ts';
import { claimVolumeName } from './claim-volume-name.ts';
import { clusterDomainFixed } from './cluster-domain-fixed.ts';
import { clusterDomainMixed } from './cluster-domain-mixed.ts';
import type { ApplianceOptions } from './options.ts';
import { secretInChart } from './secret-in-chart.ts';

/** What a cluster needs that nobody watches: it keeps its data, starts slowly, and has no Internet. */
export const appliance = (options: ApplianceOptions = {}): RuleSet =>
  ruleSet(
    'appliance',
    [
      claimKeep,
      claimSize,
      claimStorageClass,
      claimTemplate,
      claimVolumeName,
      clusterDomainFixed,
      clusterDomainMixed,
      secretInChart,
    ],
    options,
  );
