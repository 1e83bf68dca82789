export { type PublishedChart, startChartRepository } from './chart-repository.ts';
export {
  type Distribution,
  distributionAccount,
  findDebianRegistry,
  startDistribution,
} from './distribution.ts';
export { type Account, basicGuard, tokenGuard } from './guard.ts';
export { type Asked, type Loopback, serve, type Trouble } from './loopback.ts';
export { startNxCache } from './nx-cache.ts';
export { type OciRegistry, type OciRegistryOptions, startOciRegistry } from './oci-registry.ts';
