export { packageProject } from './package/package.ts';
export { type PushOptions, push } from './push/push.ts';
