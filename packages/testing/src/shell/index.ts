export { shellcheck } from './shellcheck.ts';
