import { valueAt } from '@helm-charts/kubernetes';
import { problem, type Rule } from '../../rule.ts';
import { kustomizationOf } from './kustomizations.ts';

export const secretDecryption: Rule = {
  id: 'secret-decryption',
  set: 'flux',
  title: 'A Kustomization that applies a SOPS-encrypted Secret sets spec.decryption.',
  why: 'Without it, kustomize-controller applies neither the Secret nor the other objects of the Kustomization.',
  source:
    'kustomize-controller docs/spec/v1/kustomizations.md, Decryption; internal/decryptor, IsEncryptedSecret',
  severity: 'error',
  scope: 'profile',
  isAdvice: true,
  bad: { applied: example('{ prune: true }') },
  good: { applied: example('{ decryption: { provider: sops } }') },
  check: (context) =>
    context.applied
      .filter(({ manifest }) => manifest.kind === 'Secret' && manifest.sops !== undefined)
      .flatMap((object) => {
        const kustomization = kustomizationOf(object, context);
        return kustomization === undefined ||
          valueAt(kustomization.manifest, ...field) !== undefined
          ? []
          : [
              problem(
                kustomization,
                field,
                `it is not set but Secret ${object.manifest.metadata.name} is encrypted, so Flux applies nothing of this Kustomization`,
                'set it, for instance { provider: sops, secretRef: { name: sops-age } }',
              ),
            ];
      }),
};

const field = ['spec', 'decryption'] as const;

function example(spec: string): string {
  return `
apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: shop, namespace: flux-system }
spec: ${spec}
---
apiVersion: v1
kind: Secret
metadata:
  name: db
  namespace: shop
  labels:
    kustomize.toolkit.fluxcd.io/name: shop
    kustomize.toolkit.fluxcd.io/namespace: flux-system
stringData: { password: 'ENC[AES256_GCM,data:c2hvcA==,type:str]' }
sops: { version: 3.9.0 }
`;
}
