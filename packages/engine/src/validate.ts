import { isStandIn, type ManifestDocument, positionOf } from '@helm-charts/kubernetes';
import { type Finding, objectIdOf } from '@helm-charts/types';
import type { ValidationResult } from 'kubeconform-wasm';
import type { Context } from './context.ts';
import { openValidationCache } from './validation-cache.ts';
import { openValidator, type Validator } from './validator.ts';

/**
 * Validates objects against the schemas of their kinds. Objects that the same validator has
 * validated in the last run are not validated again; `file` is the validation cache, undefined for none.
 * @throws {Failure} With exit code 3 if the validator can't be loaded.
 */
export const validate = async (
  documents: readonly ManifestDocument[],
  file: string | undefined,
  context: Context,
): Promise<readonly Finding[]> => {
  const validator = await openValidator(context);
  if (file === undefined) return validateManifests(documents, validator.validate);
  const cache = openValidationCache(file, validator);
  const findings = await validateManifests(documents, cache.validate);
  cache.keep();
  return findings;
};

/**
 * Validates manifests against the schemas of their kinds. A kind without a schema is a finding,
 * since it cannot be validated. A finding names the object, the field and the template.
 */
export const validateManifests = async (
  documents: readonly ManifestDocument[],
  validate: Validator['validate'],
): Promise<Finding[]> => {
  const results = await validate(documents.map(({ text }) => text));
  return documents.flatMap((document, index) => {
    const result = results[index];
    return result === undefined ? [] : findingsOf(document, result);
  });
};

const findingsOf = (
  { manifest, source }: ManifestDocument,
  result: ValidationResult,
): Finding[] => {
  const finding = (rule: string, message: string, more: Partial<Finding> = {}): Finding => ({
    rule,
    severity: 'error',
    object: objectIdOf(manifest),
    position: positionOf(source),
    message: message.replace(/\.$/, ''),
    ...more,
  });
  switch (result.status) {
    case 'valid':
      return [];
    case 'invalid':
      return result.errors
        .filter(({ path }) => !isStandIn(manifest, path))
        .map(({ path, message }) =>
          finding('schema', message, path === '' ? {} : { pointer: path }),
        );
    case 'unknown-kind': {
      const { apiVersion, kind } = result;
      const message = `there is no schema for ${kind} of ${apiVersion}, so the object was not validated`;
      const fix =
        'correct apiVersion or kind, or add the CustomResourceDefinition with helm-charts schemas add FILE';
      const unseen = { what: 'validated', reason: 'schema' } as const;
      return [finding('unknown-kind', message, { fix, unseen })];
    }
    case 'malformed':
      return [
        finding('schema', result.message, { unseen: { what: 'validated', reason: 'error' } }),
      ];
    case 'empty':
      return [finding('schema', 'the document is empty')];
  }
};
