export { type BundleOptions, bundle, type ImageOptions } from './bundle/bundle.ts';
export { type LoadOptions, loadBundle } from './bundle/load.ts';
export { type VerifyBundleOptions, verifyBundle } from './bundle/verify.ts';
export { type FetchOptions, fetchCharts } from './fetch/fetch.ts';
export { packageProject } from './package/package.ts';
export { type PushOptions, push } from './push/push.ts';
export type { SigningOptions } from './sign/signer.ts';
export type { VerifyOptions } from './verify/options.ts';
export { verify } from './verify/verify.ts';
export {
  type ChartContent,
  type Comparison,
  compareCharts,
} from './versions/compare.ts';
export { type Evaluation, evaluate } from './versions/evaluate.ts';
export { replaceVersion } from './versions/literal.ts';
export { regenerate, textsOf } from './versions/regenerate.ts';
export { type Reason, rules } from './versions/rules.ts';
export { type VersionReport, type VersionsOptions, versions } from './versions/versions.ts';
