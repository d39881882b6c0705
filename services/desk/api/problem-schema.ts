// The form of every refusal in the OpenAPI document, and which ones an operation can give.
import { z } from 'zod';
import { PROBLEMS, type ProblemCode } from '../domain/problems.js';

const CODES = Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]];

export const Problem = z
  .object({
    type: z.string().describe('Where this refusal is described.'),
    title: z.string().describe('What happened, in one sentence.'),
    status: z.number().int(),
    code: z.enum(CODES).describe('The refusal’s name in the closed list.'),
    whatToDo: z.string().describe('What the caller can do about it.'),
    instance: z.string().describe('This very answer, for those who run the desk.'),
    violations: z
      .array(z.object({ path: z.string(), expected: z.string() }))
      .optional()
      .describe('Where the request breaks its form; never what was sent.'),
  })
  .meta({ id: 'Problem', description: 'Problem details (RFC 9457).' });

/** What any operation can answer besides its own success. */
const ANYWHERE = ['REQUEST_INVALID', 'TOO_MANY_REQUESTS', 'UNEXPECTED'] as const;
const BEHIND_A_DOOR = [
  'TOKEN_MISSING',
  'TOKEN_REFUSED',
  'ROLE_MISSING',
  'AGREEMENT_MISSING',
  'IDENTITY_UNAVAILABLE',
] as const;
const WITH_A_BODY = ['BODY_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED'] as const;

export interface RefusalsOf {
  readonly open: 'public' | 'by-role';
  readonly body?: boolean;
  /** Codes of this operation alone. */
  readonly own?: readonly ProblemCode[];
}

/** The `response` entries of an operation for its refusals, by status. */
export function refusals({ open, body = false, own = [] }: RefusalsOf): Record<string, unknown> {
  const codes: readonly ProblemCode[] = [
    ...ANYWHERE,
    ...(open === 'by-role' ? BEHIND_A_DOOR : []),
    ...(body ? WITH_A_BODY : []),
    ...own,
  ];
  const byStatus = new Map<number, ProblemCode[]>();
  for (const code of codes) {
    const { status } = PROBLEMS[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  return Object.fromEntries(
    [...byStatus].map(([status, named]) => [
      String(status),
      { description: named.join(', '), content: { 'application/problem+json': { schema: Problem } } },
    ]),
  );
}
