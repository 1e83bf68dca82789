import { connect, constants } from 'node:http2';
import { buffer } from 'node:stream/consumers';

/** What a server says of one of its services (grpc, src/proto/grpc/health/v1/health.proto); `NOT_FOUND` if it knows none of that name. */
export type Health = 'UNKNOWN' | 'SERVING' | 'NOT_SERVING' | 'NOT_FOUND';

/**
 * Asks a gRPC server on the loopback address what a `grpc:` probe of Kubernetes asks, of the server as a whole or of one service.
 * Throws an Error if it does not answer.
 */
export const grpcHealth = async (port: number, service = ''): Promise<Health> => {
  const session = connect(`http://127.0.0.1:${port}`);
  // The request fails with the same error.
  session.on('error', () => {});
  try {
    const request = session.request({
      ':method': 'POST',
      ':path': '/grpc.health.v1.Health/Check',
      'content-type': 'application/grpc',
      te: 'trailers',
    });
    let status = '';
    const read = (headers: Readonly<Record<string, unknown>>): void => {
      status = String(headers['grpc-status'] ?? status);
    };
    // An answer without a message has its status in the first headers.
    request.on('response', read).on('trailers', read);
    request.setTimeout(5_000, () => request.close(constants.NGHTTP2_CANCEL));
    request.end(frame(service));
    const answer = await buffer(request);
    if (status === notFound) return 'NOT_FOUND';
    if (status !== '0') throw new Error(`The health check ends with the gRPC status ${status}.`);
    return states[answer[messageAt + 1] ?? 0] ?? 'UNKNOWN';
  } finally {
    session.close();
  }
};

/** HealthCheckResponse.ServingStatus. */
const states: readonly Health[] = ['UNKNOWN', 'SERVING', 'NOT_SERVING'];

/** A code of gRPC (grpc, doc/statuscodes.md). */
const notFound = '5';

/** Before a message stand a flag, not compressed, and its length in four bytes (grpc, doc/PROTOCOL-HTTP2.md). */
const messageAt = 5;

/** HealthCheckRequest: its first field, a string. */
const frame = (service: string): Buffer => {
  const name = Buffer.from(service);
  const message = name.length === 0 ? name : Buffer.concat([Buffer.of(0x0a, name.length), name]);
  const head = Buffer.alloc(messageAt);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
};
