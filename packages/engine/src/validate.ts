import { isStandIn, type ManifestDocument, positionOf } from '@helm-charts/kubernetes';
import { Failure, type Finding, objectIdOf } from '@helm-charts/types';
import {
  BrokenModule,
  loadValidator,
  prepareValidator,
  type ValidationResult,
  type Validator,
} from 'kubeconform-wasm';
import { memoize } from './memoize.ts';
import { openValidationCache } from './validation-cache.ts';

/**
 * Validates objects against the schemas of their kinds. Objects that the same validator has
 * validated in the last run are not validated again; `file` is the validation cache.
 * @throws {Failure} With exit code 3 if the validator can't be loaded.
 */
export const validate = async (
  documents: readonly ManifestDocument[],
  file: string,
): Promise<readonly Finding[]> => {
  await prepare('once');
  const verdicts = await openValidationCache(file, () => load('once'));
  const findings = await validateManifests(documents, verdicts);
  await verdicts.keep();
  return findings;
};

/** One validator for the whole process. */
const prepare = memoize((_: 'once') => prepareValidator());
const load = memoize(
  (_: 'once'): Promise<Validator> =>
    loadValidator().catch((cause: unknown) => {
      if (!(cause instanceof BrokenModule)) throw cause;
      const { file, message } = cause;
      const fix =
        'install kubeconform-wasm again, or build it with npm run nx -- run kubeconform-wasm:build';
      throw new Failure(
        3,
        [{ rule: 'environment', severity: 'error', position: { file }, message, fix }],
        { cause },
      );
    }),
);

/**
 * Validates manifests against the schemas of their kinds. A kind without a schema is a finding,
 * since it cannot be validated. A finding names the object, the field and the template.
 */
export const validateManifests = async (
  documents: readonly ManifestDocument[],
  validator: Validator,
): Promise<Finding[]> => {
  const verdicts = await Promise.all(documents.map(({ text }) => validator.validate(text)));
  return documents.flatMap((document, index) => {
    const verdict = verdicts[index];
    return verdict === undefined ? [] : findingsOf(document, verdict);
  });
};

const findingsOf = (
  { manifest, source }: ManifestDocument,
  verdict: ValidationResult,
): Finding[] => {
  const finding = (rule: string, message: string, more: Partial<Finding> = {}): Finding => ({
    rule,
    severity: 'error',
    object: objectIdOf(manifest),
    position: positionOf(source),
    message: message.replace(/\.$/, ''),
    ...more,
  });
  switch (verdict.status) {
    case 'valid':
      return [];
    case 'invalid':
      return verdict.errors
        .filter(({ path }) => !isStandIn(manifest, path))
        .map(({ path, message }) =>
          finding('schema', message, path === '' ? {} : { pointer: path }),
        );
    case 'unknown-kind': {
      const { apiVersion, kind } = verdict;
      const message = `there is no schema for ${kind} of ${apiVersion}, so the object was not validated`;
      const fix =
        'correct apiVersion or kind, or add the CustomResourceDefinition with helm-charts schemas add FILE';
      return [finding('unknown-kind', message, { fix })];
    }
    case 'malformed':
      return [finding('schema', verdict.message)];
    case 'empty':
      return [finding('schema', 'the document is empty')];
  }
};
