export { packageProject } from './package/package.ts';
