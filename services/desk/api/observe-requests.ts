// What is written and counted of each request: the operation by its pattern, the answer's status, the time. Never an address with
// values in it, never a caller.
import type { FastifyInstance } from 'fastify';
import type { Logger } from '#shared/logging/logger';
import type { Metrics } from '#shared/telemetry/metrics';

const BUCKETS_MS = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000];

/** To be added before any operation. */
export const observeRequests =
  (metrics: Metrics, logger: Logger) =>
  (app: FastifyInstance): void => {
    const count = metrics.counter('desk_requests_total', 'Requests answered, by status', ['operation', 'outcome']);
    const time = metrics.histogram('desk_request_duration_ms', 'Time to answer', ['operation'], BUCKETS_MS);
    app.addHook('onResponse', async (request, reply) => {
      const operation = request.is404 ? 'none' : `${request.method} ${request.routeOptions.url ?? 'unknown'}`;
      count.inc({ operation, outcome: reply.statusCode });
      time.observe({ operation }, reply.elapsedTime);
      const durationMs = Math.round(reply.elapsedTime * 10) / 10;
      logger.info({ operation, status: reply.statusCode, durationMs, requestId: request.id }, 'answered');
    });
  };
