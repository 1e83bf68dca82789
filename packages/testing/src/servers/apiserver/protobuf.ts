import { Refusal } from './status.ts';

/**
 * An object in Kubernetes' protobuf encoding, as helm and kubectl send the kinds for which they have types
 * (`k8s.io/apimachinery/pkg/runtime/serializer/protobuf`). Only what they do send so is known, by the numbers of
 * `generated.proto`; bytes become Base64 as in JSON. Throws a Refusal for any other kind.
 */
export const decodeProtobuf = (body: Buffer): unknown => {
  if (body.toString('latin1', 0, magic.length) !== magic) {
    throw new Refusal('BadRequest', 'the body is not in the protobuf encoding of Kubernetes');
  }
  const { typeMeta, raw } = decode(body.subarray(magic.length), envelope);
  const { apiVersion, kind } = typeMeta as { readonly apiVersion: string; readonly kind: string };
  const message = messages[kind];
  if (message === undefined) {
    throw new Refusal('UnsupportedMediaType', `this server does not read protobuf of ${kind}`);
  }
  return { apiVersion, kind, ...decode(raw as Buffer, message) };
};

const magic = 'k8s\0';

/** How a field is read; a message is read by its own fields. */
type Type = 'text' | 'base64' | 'raw' | 'number' | 'boolean' | 'ignored' | Message;

interface Field {
  readonly name: string;
  readonly type: Type;
  readonly repeats?: 'list' | 'map';
}

/** Fields by their numbers. */
type Message = Readonly<Record<number, Field>>;

const field = (name: string, type: Type, repeats?: 'list' | 'map'): Field => ({
  name,
  type,
  ...(repeats && { repeats }),
});

const envelope: Message = {
  1: field('typeMeta', { 1: field('apiVersion', 'text'), 2: field('kind', 'text') }),
  2: field('raw', 'raw'),
};

/** Owners and managed fields are left out: nobody sends them so. */
const metadata = field('metadata', {
  1: field('name', 'text'),
  2: field('generateName', 'text'),
  3: field('namespace', 'text'),
  5: field('uid', 'text'),
  6: field('resourceVersion', 'text'),
  11: field('labels', 'text', 'map'),
  12: field('annotations', 'text', 'map'),
  14: field('finalizers', 'text', 'list'),
});

const messages: Readonly<Record<string, Message>> = {
  ConfigMap: {
    1: metadata,
    2: field('data', 'text', 'map'),
    3: field('binaryData', 'base64', 'map'),
    4: field('immutable', 'boolean'),
  },
  DeleteOptions: {
    1: field('gracePeriodSeconds', 'number'),
    2: field('preconditions', { 1: field('uid', 'text'), 2: field('resourceVersion', 'text') }),
    4: field('propagationPolicy', 'text'),
    5: field('dryRun', 'text', 'list'),
  },
  Namespace: { 1: metadata },
  Secret: {
    1: metadata,
    2: field('data', 'base64', 'map'),
    3: field('type', 'text'),
    4: field('stringData', 'text', 'map'),
    5: field('immutable', 'boolean'),
  },
  ServiceAccount: { 1: metadata, 4: field('automountServiceAccountToken', 'boolean') },
};

const decode = (bytes: Buffer, message: Message): Readonly<Record<string, unknown>> => {
  const object: Record<string, unknown> = {};
  for (const [number, value] of fieldsOf(bytes)) {
    const { name, type, repeats } = message[number] ?? ignored;
    if (type === 'ignored') continue;
    if (repeats === 'list') object[name] = [...((object[name] ?? []) as []), read(value, type)];
    else if (repeats === 'map') object[name] = { ...(object[name] ?? {}), ...entry(value, type) };
    else if (!isEmpty(value, type)) object[name] = read(value, type);
  }
  return object;
};

const ignored = field('', 'ignored');

/** Generated code writes an empty text where there is none, which in JSON is left out. */
const isEmpty = (value: Buffer | number, type: Type): boolean =>
  type === 'text' && typeof value !== 'number' && value.length === 0;

const entry = (value: Buffer | number, type: Type): object => {
  const parts = decode(value as Buffer, { 1: field('key', 'text'), 2: field('value', type) });
  return { [String(parts.key ?? '')]: parts.value ?? '' };
};

const read = (value: Buffer | number, type: Type): unknown => {
  if (typeof value === 'number') return type === 'boolean' ? value === 1 : value;
  if (type === 'raw') return value;
  if (type === 'base64') return value.toString('base64');
  return typeof type === 'object' ? decode(value, type) : value.toString();
};

function* fieldsOf(bytes: Buffer): Generator<readonly [number, Buffer | number]> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < bytes.length) {
    const tag = varint();
    const wire = tag & 7;
    if (wire === 0) {
      yield [tag >> 3, varint()];
      continue;
    }
    // Kubernetes' messages have no other wire types than these two.
    const length = varint();
    yield [tag >> 3, bytes.subarray(at, at + length)];
    at += length;
  }
}
