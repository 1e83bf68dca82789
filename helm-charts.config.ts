import { alga } from '@helm-charts/alga/rules';
import { appliance, type Checks, flux, kubernetes } from '@helm-charts/check';

/** What the charts are checked against. */
export const checks: Checks = { ruleSets: [kubernetes(), flux(), appliance(), alga()] };
