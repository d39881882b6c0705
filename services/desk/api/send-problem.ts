// Refusals as problem details; what goes out is from the closed list, never the text of an error.
import type { FastifyError, FastifyReply } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { PROBLEMS, type ProblemCode } from '../domain/problems.js';

/** Where a request breaks its form: a path and what is expected there, never what was sent. */
export interface Violation {
  readonly path: string;
  readonly expected: string;
}

export function sendProblem(reply: FastifyReply, code: ProblemCode, violations?: readonly Violation[]): FastifyReply {
  const { status, title, whatToDo } = PROBLEMS[code];
  const problem = {
    type: `/problems#${code}`,
    title,
    status,
    code,
    whatToDo,
    instance: `urn:request:${reply.request.id}`,
    ...(violations === undefined ? {} : { violations }),
  };
  if (status === 401) void reply.header('www-authenticate', 'Bearer');
  // Serialised here: the type of a problem is not that of the operation's answer.
  return reply.code(status).header('content-type', 'application/problem+json').send(JSON.stringify(problem));
}

const BY_STATUS: Readonly<Record<number, ProblemCode>> = {
  400: 'REQUEST_INVALID',
  404: 'NOT_FOUND',
  413: 'BODY_TOO_LARGE',
  415: 'MEDIA_TYPE_UNSUPPORTED',
  429: 'TOO_MANY_REQUESTS',
};

/** What the framework or a handler threw, as a problem; what is not known to be the caller's fault is ours. */
export function sendError(reply: FastifyReply, error: FastifyError): FastifyReply {
  if (hasZodFastifySchemaValidationErrors(error)) {
    const violations = error.validation.map(({ instancePath, keyword }) => ({
      path: `${error.validationContext ?? ''}${instancePath}`,
      expected: keyword,
    }));
    return sendProblem(reply, 'REQUEST_INVALID', violations);
  }
  return sendProblem(reply, BY_STATUS[error.statusCode ?? 500] ?? 'UNEXPECTED');
}
