export { type Answer, resultOf } from './answer.ts';
export { BrokenModule } from './broken.ts';
export { defaultModule } from './file.ts';
export { obstacle } from './malformed.ts';
export { prepareValidator } from './prepare.ts';
export type { ValidationError, ValidationResult } from './validation-result.ts';
export { type LoadOptions, loadValidator, type Validator } from './validator.ts';
