import { connect, constants } from 'node:http2';
import { buffer } from 'node:stream/consumers';

/** The health of a service (grpc, src/proto/grpc/health/v1/health.proto); `NOT_FOUND` if the server has no service of that name. */
export type Health = 'UNKNOWN' | 'SERVING' | 'NOT_SERVING' | 'NOT_FOUND';

/**
 * Sends the health check of a Kubernetes `grpc:` probe to a server on the loopback address, for the whole server or one service.
 * @throws {Error} If the server does not answer.
 */
export const grpcHealth = async (port: number, service = ''): Promise<Health> => {
  const session = connect(`http://127.0.0.1:${port}`);
  // Ignored, since the request fails with the same error.
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
    // A response without a message has its status in the first headers.
    request.on('response', read).on('trailers', read);
    request.setTimeout(5_000, () => request.close(constants.NGHTTP2_CANCEL));
    request.end(frame(service));
    const answer = await buffer(request);
    if (status === notFound) return 'NOT_FOUND';
    if (status !== '0') throw new Error(`The health check failed with the gRPC status ${status}.`);
    return states[answer[messageAt + 1] ?? 0] ?? 'UNKNOWN';
  } finally {
    session.close();
  }
};

/** HealthCheckResponse.ServingStatus. */
const states: readonly Health[] = ['UNKNOWN', 'SERVING', 'NOT_SERVING'];

/** A gRPC status code (grpc, doc/statuscodes.md). */
const notFound = '5';

/** A message starts with the compression flag (0) and its length in four bytes (grpc, doc/PROTOCOL-HTTP2.md). */
const messageAt = 5;

/** HealthCheckRequest: its first field, a string. */
const frame = (service: string): Buffer => {
  const name = Buffer.from(service);
  const message = name.length === 0 ? name : Buffer.concat([Buffer.of(0x0a, name.length), name]);
  const head = Buffer.alloc(messageAt);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
};
