import type { Finding } from '@helm-charts/types';
import type { Attestations } from '../attest/attestation.ts';
import { serialNumberOf } from '../attest/bom.ts';
import { commitIn } from '../attest/provenance.ts';
import { predicateTypes } from '../attest/statement.ts';
import { type Expected, problem } from './expected.ts';

/** What the attestations of an artifact lack: a BOM and a provenance, signed with the key, about this digest and commit. */
export const statementProblems = (
  expected: Expected,
  digest: string,
  commit: string | undefined,
  { layers, statements }: Attestations,
): readonly Finding[] => {
  const of = (type: string) =>
    statements.filter(({ predicateType }) => predicateType === type).map((one) => one.predicate);
  const [boms, provenances] = [of(predicateTypes.sbom), of(predicateTypes.provenance)];
  const missing = [
    ...(boms.length === 0 ? ['SBOM'] : []),
    ...(provenances.length === 0 ? ['SLSA provenance'] : []),
  ].map((what) =>
    problem(
      expected,
      `it has no ${what} that is signed with the key`,
      layers.length === 0
        ? 'run "helm-charts push" with this key again'
        : 'name the key that it was signed with; if it was this one, someone else has changed it',
    ),
  );
  return [
    ...missing,
    ...(boms.length === 0 || boms.some((one) => isBom(one, digest))
      ? []
      : [problem(expected, 'its SBOM is not a CycloneDX BOM of this digest', changed)]),
    ...(provenances.length === 0 || provenances.some((one) => commitIn(one) === commit)
      ? []
      : [
          problem(
            expected,
            `its provenance names the commit ${provenances.map((one) => commitIn(one) ?? 'none').join(', ')}, not ${commit ?? 'none'}`,
            changed,
          ),
        ]),
  ];
};

const isBom = (predicate: object, digest: string): boolean => {
  const { bomFormat, serialNumber }: Bom = predicate;
  return bomFormat === 'CycloneDX' && serialNumber === serialNumberOf(digest);
};

interface Bom {
  readonly bomFormat?: string;
  readonly serialNumber?: string;
}

const changed = 'do not install it; find out who signed it';
