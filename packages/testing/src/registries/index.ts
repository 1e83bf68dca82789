export { type PublishedChart, startChartRepository } from './chart-repository.ts';
export type { Loopback, Trouble } from './loopback.ts';
export { startOciRegistry } from './oci-registry.ts';
