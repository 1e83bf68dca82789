import type { KeyObject } from 'node:crypto';
import { isVerified } from '../sign/public-key.ts';
import type { Signer } from '../sign/signer.ts';
import type { Statement } from './statement.ts';

/** Media type of a signed statement (secure-systems-lab/dsse). */
export const envelopeType = 'application/vnd.dsse.envelope.v1+json';

const payloadType = 'application/vnd.in-toto+json';

interface Envelope {
  readonly payloadType: string;
  /** Base64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** Signs a statement. */
export const sealed = async (statement: Statement, signer: Signer): Promise<string> => {
  const payload = Buffer.from(JSON.stringify(statement));
  const signature = await signer.sign(encoded(payload));
  const envelope: Envelope = {
    payloadType,
    payload: payload.toString('base64'),
    signatures: [{ keyid: '', sig: signature.toString('base64') }],
  };
  return JSON.stringify(envelope);
};

/** The statement in an envelope; undefined if none of the keys has signed it. */
export const opened = (text: string, keys: readonly KeyObject[]): Statement | undefined => {
  try {
    const envelope: Envelope = JSON.parse(text);
    const payload = Buffer.from(envelope.payload, 'base64');
    const isSigned =
      envelope.payloadType === payloadType &&
      envelope.signatures.some(({ sig }) =>
        keys.some((key) => isVerified(key, encoded(payload), Buffer.from(sig, 'base64'))),
      );
    return isSigned ? JSON.parse(payload.toString('utf8')) : undefined;
  } catch {
    return undefined;
  }
};

/** What is signed: type and payload with their lengths (DSSE, pre-authentication encoding). */
const encoded = (payload: Buffer): Buffer =>
  Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ]);
