import { createPublicKey } from 'node:crypto';
import { Failure } from '@helm-charts/types';
import { readKey, unusable } from './key-file.ts';
import { isVerified } from './public-key.ts';
import type { Signer } from './signer.ts';
import { annotationsOf, certificateOf } from './sigstore.ts';
import { signedBytes, statementType, type Trust } from './trust.ts';

/** How to sign without a key: with a certificate that Fulcio issues for a token, and an entry in the log of Rekor. */
export interface KeylessOptions {
  /** The URL of Fulcio. */
  readonly fulcio: string;
  /** The URL of Rekor. */
  readonly rekor: string;
  /** A file with a token of OpenID Connect. */
  readonly tokenFile: string;
}

/** A signer whose key lives for one signature. */
export const keylessSigner = async ({
  fulcio,
  rekor,
  tokenFile,
}: KeylessOptions): Promise<Signer> => {
  for (const [option, url] of [
    ['--fulcio', fulcio],
    ['--rekor', rekor],
  ] as const)
    if (!URL.canParse(url) || !/^https?:/.test(url))
      throw unusable(option, `"${url}" is no address`, 'write it like https://fulcio.example.com');
  const token = (await readKey(tokenFile)).trim();
  if (!/^[\w-]+\.[\w-]+\.[\w-]+$/.test(token))
    throw unusable(tokenFile, 'it contains no token of OpenID Connect', 'write a JWT into it');
  const { bundleToJSON } = await import('@sigstore/bundle');
  const { DSSEBundleBuilder, FulcioSigner, MessageSignatureBundleBuilder, RekorWitness } =
    await import('@sigstore/sign');
  const limits = { timeout: 30_000, retry: 2 };
  const parts = () => ({
    signer: new FulcioSigner({
      ...limits,
      fulcioBaseURL: fulcio,
      identityProvider: { getToken: async () => token },
    }),
    witnesses: [new RekorWitness({ ...limits, rekorBaseURL: rekor })],
  });
  const sign: Signer['sign'] = async ({ kind, bytes }) => {
    const data = Buffer.from(bytes);
    const bundle = await (kind === 'payload'
      ? new MessageSignatureBundleBuilder(parts()).create({ data })
      : new DSSEBundleBuilder(parts()).create({ data, type: statementType })
    ).catch((error: unknown) => {
      throw failed(error, fulcio, rekor);
    });
    const { verificationMaterial: material, ...content } = bundleToJSON(bundle);
    const signature =
      content.messageSignature?.signature ?? content.dsseEnvelope?.signatures[0]?.sig ?? '';
    const [entry] = material.tlogEntries;
    const certificate =
      material.certificate?.rawBytes ?? material.x509CertificateChain?.certificates[0]?.rawBytes;
    if (entry === undefined || certificate === undefined)
      throw unusable(fulcio, 'it has issued no certificate', 'check the address');
    return {
      signature: Buffer.from(signature, 'base64'),
      annotations: annotationsOf({ certificate, entry }),
    };
  };
  return { sign, trust: certified };
};

/** Of a push of its own, any certificate counts; who it was issued for is for `verify`. */
const certified: Trust = (content, signature) => {
  const certificate = certificateOf(signature);
  if (certificate === undefined) return false;
  const key = createPublicKey(certificate.publicKey.export({ type: 'spki', format: 'pem' }));
  return isVerified(key, signedBytes(content), signature.signature);
};

/** The library's message may have the token in it, so only its code is said. */
const failed = (error: unknown, fulcio: string, rekor: string): unknown => {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string')
    return error;
  const isLog = error.code.startsWith('TLOG');
  const { cause } = error;
  const status =
    cause instanceof Error && 'statusCode' in cause ? String(cause.statusCode) : undefined;
  const what = isLog ? 'it has not recorded the signature' : 'it has not issued a certificate';
  return new Failure(status === undefined ? 3 : 4, [
    {
      rule: 'sign',
      severity: 'error',
      input: isLog ? rekor : fulcio,
      message:
        status === undefined ? `${what}, since it can't be reached` : `${what}: HTTP ${status}`,
      fix: isLog
        ? 'check --rekor'
        : 'check --fulcio, and that the token is fresh and for this Fulcio',
    },
  ]);
};
