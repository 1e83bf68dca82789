import { install } from '@helm-charts/types';
import { officialTemporalValues } from './temporal.ts';
import { officialTemporal } from './temporal-chart.ts';

install(officialTemporal, { timeout: '20m', values: officialTemporalValues });

install(officialTemporal, {
  timeout: '20m',
  // @ts-expect-error a key that the chart does not have
  values: { schema: { useHooks: false } },
});

install(officialTemporal, {
  timeout: '20m',
  // @ts-expect-error a text where a number belongs
  values: { server: { config: { persistence: { numHistoryShards: '4' } } } },
});
