import { alga } from '@helm-charts/alga/rules';
import { appliance, flux, kubernetes } from '@helm-charts/check';
import { defineConfig } from '@helm-charts/pipeline/config';

export default defineConfig({
  schemas: 'custom-schemas',
  checks: { ruleSets: [kubernetes(), flux(), appliance(), alga()] },
  appliance: 'talos-single-node',
});
