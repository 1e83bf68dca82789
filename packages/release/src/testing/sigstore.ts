import { createHash, generateKeyPairSync } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Loopback, serve, type Trouble } from '@helm-charts/testing/registries';
import {
  fulcioHandler,
  initializeCA,
  initializeCTLog,
  initializeTLog,
  rekorHandler,
} from '@sigstore/mock';
import { HashAlgorithm, PublicKeyDetails, TrustedRoot } from '@sigstore/protobuf-specs';

/** Servers that speak the API of Fulcio and Rekor, and the file that trusts them. */
export interface Sigstore extends AsyncDisposable {
  readonly url: string;
  /** `trusted_root.json`. */
  readonly trustedRoot: string;
}

/** Starts a Fulcio and a Rekor at one address: the mocks of Sigstore itself, since the real ones need a database and an issuer of tokens. */
export const startSigstore = async (
  folder: string,
  trouble?: (path: string) => Trouble | undefined,
): Promise<Sigstore> => {
  const pair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const ctlog = await initializeCTLog(pair());
  const authority = await initializeCA(pair(), ctlog);
  const log = await initializeTLog('https://rekor.example.com', pair());
  const handlers = [fulcioHandler(authority), rekorHandler(log)];
  const server: Loopback = await serve(
    async ({ url, body }) => {
      const handler = handlers.find(({ path }) => path === url.pathname);
      if (handler === undefined) return { status: 404 };
      const text = (await buffer(body)).toString('utf8');
      const {
        statusCode,
        response,
        contentType = 'application/json',
      } = await handler.fn(recorded(text));
      return {
        status: statusCode,
        headers: { 'content-type': contentType },
        body: typeof response === 'string' ? response : Buffer.from(response.buffer),
      };
    },
    trouble === undefined ? {} : { trouble },
  );
  const validFor = { start: new Date(0), end: undefined };
  const keyOf = (publicKey: Buffer) => ({
    baseUrl: 'https://log.example.com',
    hashAlgorithm: HashAlgorithm.SHA2_256,
    logId: { keyId: createHash('sha256').update(publicKey).digest() },
    publicKey: {
      rawBytes: publicKey,
      keyDetails: PublicKeyDetails.PKIX_ECDSA_P256_SHA_256,
      validFor,
    },
    checkpointKeyId: undefined,
    operator: '',
  });
  const root = TrustedRoot.toJSON({
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [keyOf(log.publicKey)],
    ctlogs: [keyOf(Buffer.from(ctlog.publicKey))],
    certificateAuthorities: [
      {
        subject: { commonName: 'fulcio', organization: 'example' },
        uri: 'https://fulcio.example.com',
        certChain: { certificates: [{ rawBytes: bytesOf(authority.rootCertificate) }] },
        validFor,
        operator: '',
      },
    ],
    timestampAuthorities: [],
  });
  const trustedRoot = join(folder, 'trusted_root.json');
  await writeFile(trustedRoot, JSON.stringify(root));
  return {
    url: `http://${server.address}`,
    trustedRoot,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
};

const bytesOf = ({ buffer: bytes, byteOffset, byteLength }: ArrayBufferView<ArrayBuffer>): Buffer =>
  Buffer.from(bytes, byteOffset, byteLength);

/** Rekor records a statement without its content (sigstore/rekor, pkg/types/dsse/v0.0.1), which the mock leaves as it was proposed. */
const recorded = (text: string): string => {
  const { kind, spec, ...entry }: Proposed = JSON.parse(text);
  if (kind !== 'dsse' || spec?.proposedContent === undefined) return text;
  const { envelope, verifiers } = spec.proposedContent;
  const { payload, signatures }: Envelope = JSON.parse(envelope);
  const hashOf = (bytes: Buffer | string) => ({
    algorithm: 'sha256',
    value: createHash('sha256').update(bytes).digest('hex'),
  });
  return JSON.stringify({
    ...{ ...entry, kind },
    spec: {
      envelopeHash: hashOf(envelope),
      payloadHash: hashOf(Buffer.from(payload, 'base64')),
      signatures: signatures.map(({ sig }) => ({ signature: sig, verifier: verifiers[0] })),
    },
  });
};

interface Proposed {
  readonly kind?: string;
  readonly apiVersion?: string;
  readonly spec?: {
    readonly proposedContent?: {
      readonly envelope: string;
      readonly verifiers: readonly string[];
    };
  };
}

interface Envelope {
  readonly payload: string;
  readonly signatures: readonly { readonly sig: string }[];
}

/** A token of OpenID Connect for a name; the mock does not check its signature. */
export const tokenOf = (subject: string, issuer: string): string =>
  [{ alg: 'none' }, { sub: subject, iss: issuer, aud: 'sigstore' }, 'none']
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
