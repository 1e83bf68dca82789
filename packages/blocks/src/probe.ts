import type { Ref } from '@helm-charts/types';

/** An exec probe: a shell script in the container, which succeeds with exit code 0. */
export const execProbe = (script: string) => ({ exec: { command: ['/bin/sh', '-c', script] } });

/** An HTTP probe of a path, on a port of the container by its name. */
export const httpProbe = (path: string, port = 'http') => ({ httpGet: { path, port } });

/** A TCP probe, which connects to a port of the container by its name. */
export const tcpProbe = (port: string) => ({ tcpSocket: { port } });

/** A gRPC probe of a service (grpc doc/health-checking.md). Kubernetes takes the number of the port, not its name. */
export const grpcProbe = (port: number | Ref<number>, service: string) => ({
  grpc: { port, service },
});

/** How long a container may take to start, and how its liveness is probed. */
export interface ProbeOptions<P> {
  /** Handler of the startup and liveness probes, where it differs from that of the readiness probe. */
  readonly alive?: P;
  /** Seconds that the container may take to start, a multiple of five. */
  readonly startSeconds: number;
}

/**
 * The startup, readiness and liveness probe of a container. The kubelet restarts a container whose startup or liveness probe fails, so both use the
 * liveness probe: a container that reads a long file or recovers from a crash must not be restarted. Liveness must not depend on another service.
 *
 * @example
 * ...probes(httpProbe('/ready'), { alive: httpProbe('/health'), startSeconds: 60 }),
 */
export const probes = <P extends object>(
  ready: P,
  { alive = ready, startSeconds }: ProbeOptions<P>,
) => ({
  startupProbe: {
    ...alive,
    periodSeconds: 5,
    timeoutSeconds: 5,
    failureThreshold: startSeconds / 5,
  },
  readinessProbe: { ...ready, periodSeconds: 5, timeoutSeconds: 5 },
  // The container may be busy for two minutes before it is restarted.
  livenessProbe: { ...alive, periodSeconds: 20, timeoutSeconds: 10, failureThreshold: 6 },
});
