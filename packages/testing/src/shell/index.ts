export { writeProgram } from './program.ts';
export { shellcheck } from './shellcheck.ts';
