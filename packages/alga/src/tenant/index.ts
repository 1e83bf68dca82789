export { type License, licenseKeys, licenseOf, licenseSecret } from './license.ts';
export {
  isTenantKey,
  type Tenant,
  type TenantProblem,
  tenantKeys,
  tenantOf,
  tenantSecret,
} from './tenant.ts';
