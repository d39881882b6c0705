// A body has a few seconds to arrive, so that nobody keeps connections by sending slowly; only where photos are sent in it may take longer.
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Photos come in here: their body may take as long as the server allows. */
    takesPhotos?: true;
  }
}

const ANSWER = 'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n';

export function limitSlowBodies(app: FastifyInstance, limitMs: number): void {
  const waiting = new WeakMap<FastifyRequest, NodeJS.Timeout>();
  app.addHook('onRequest', (request, _reply, done) => {
    const { raw } = request;
    const hasBody = raw.headers['content-length'] !== undefined || raw.headers['transfer-encoding'] !== undefined;
    if (hasBody && request.routeOptions.config.takesPhotos !== true) {
      const cutOff = (): void => {
        if (!raw.complete) raw.socket.end(ANSWER, () => raw.socket.destroy());
      };
      waiting.set(request, setTimeout(cutOff, limitMs).unref());
    }
    done();
  });
  const stop = (request: FastifyRequest): void => clearTimeout(waiting.get(request));
  app.addHook('onRequestAbort', (request, done) => {
    stop(request);
    done();
  });
  app.addHook('onResponse', (request, _reply, done) => {
    stop(request);
    done();
  });
}
