import type { Signer } from '../sign/signer.ts';
import { type Signature, statementType, type Trust } from '../sign/trust.ts';
import type { Statement } from './statement.ts';

/** Media type of a signed statement (secure-systems-lab/dsse). */
export const envelopeType = 'application/vnd.dsse.envelope.v1+json';

interface Envelope {
  readonly payloadType: string;
  /** Base64. */
  readonly payload: string;
  readonly signatures: readonly { readonly keyid: string; readonly sig: string }[];
}

/** A signed statement, and what stands beside it. */
export interface Sealed {
  readonly text: string;
  readonly annotations: Signature['annotations'];
}

/** Signs a statement. */
export const sealed = async (statement: Statement, signer: Signer): Promise<Sealed> => {
  const bytes = Buffer.from(JSON.stringify(statement));
  const { signature, annotations } = await signer.sign({ kind: 'statement', bytes });
  const envelope: Envelope = {
    payloadType: statementType,
    payload: bytes.toString('base64'),
    signatures: [{ keyid: '', sig: signature.toString('base64') }],
  };
  return { text: JSON.stringify(envelope), annotations };
};

/** The statement in an envelope; undefined if its signature is not trusted. */
export const opened = ({ text, annotations }: Sealed, trust: Trust): Statement | undefined => {
  try {
    const { payloadType, payload, signatures }: Envelope = JSON.parse(text);
    const bytes = Buffer.from(payload, 'base64');
    const isTrusted = signatures.some(({ sig }) =>
      trust({ kind: 'statement', bytes }, { signature: Buffer.from(sig, 'base64'), annotations }),
    );
    return payloadType === statementType && isTrusted
      ? JSON.parse(bytes.toString('utf8'))
      : undefined;
  } catch {
    return undefined;
  }
};
