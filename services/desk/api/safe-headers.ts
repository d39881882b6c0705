// What every answer tells a browser to keep to. Helmet knows which headers those are; it works them out anew for each answer, which costs more than the
// answer's own, so it is asked once.
import helmet from '@fastify/helmet';
import fastify, { type FastifyInstance } from 'fastify';

const POLICY = { directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } };
/** Of the one answer that is asked for, not of every answer. */
const OF_THE_ANSWER: ReadonlySet<string> = new Set(['content-length', 'content-type', 'date', 'connection']);

/** To be added before any operation; an operation may set one of them otherwise. */
export async function addSafeHeaders(app: FastifyInstance): Promise<void> {
  const safe = await safeHeaders();
  app.addHook('onRequest', (_request, reply, done) => {
    void reply.headers(safe);
    done();
  });
}

async function safeHeaders(): Promise<Readonly<Record<string, string>>> {
  const asked = fastify({ logger: false });
  await asked.register(helmet, { contentSecurityPolicy: POLICY });
  asked.get('/', () => '');
  const { headers } = await asked.inject('/');
  await asked.close();
  const safe = Object.entries(headers).filter(([name]) => !OF_THE_ANSWER.has(name));
  return Object.fromEntries(safe.map(([name, value]) => [name, String(value)]));
}
