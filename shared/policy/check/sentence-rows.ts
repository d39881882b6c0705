// sentences.yaml: each sentence of the privacy policy with the rule it makes, where that is enforced and which test proves it.
import { parse } from 'yaml';
import { z } from 'zod';
import { bare, sentencesOf } from './policy-sentences.js';

const text = z.string().min(3);
const paths = z.array(
  z.string().regex(/^(?:services|schemas|shared|test)\/\S+$/, 'is a path from the root of the repository'),
);

const row = z
  .strictObject({
    id: z.string().regex(/^[a-z]+(?:-[a-z0-9]+)*$/),
    sentence: text,
    /** What the system must do for the sentence to be true. */
    rule: text,
    /** Files that make it so. */
    enforcedAt: paths.default([]),
    /** Tests that fail when it is not so. */
    provenBy: z.array(z.strictObject({ file: z.string(), test: text })).default([]),
    /** Capability that will make it (fully) true; what already is stands above. */
    plannedIn: text.optional(),
  })
  .refine(
    ({ plannedIn, enforcedAt, provenBy }) => plannedIn !== undefined || (enforcedAt.length > 0 && provenBy.length > 0),
    {
      message: 'is neither enforced and proven nor planned',
    },
  );

export type SentenceRow = z.output<typeof row>;

/** @throws ZodError when the file has another shape */
export function readSentenceRows(yaml: string): readonly SentenceRow[] {
  return z.strictObject({ sentences: z.array(row) }).parse(parse(yaml)).sentences;
}

/** What the check reads of the repository; null: there is no such file. */
export type ReadFile = (path: string) => string | null;

/** Everything that is wrong with the rows, each as a sentence with its place. */
export function checkSentences(policyText: string, rows: readonly SentenceRow[], read: ReadFile): readonly string[] {
  const wanted = sentencesOf(policyText);
  const given = rows.map(({ sentence }) => bare(sentence));
  const ids = rows.map(({ id }) => id);
  return [
    ...wanted.filter((sentence) => !given.includes(sentence)).map((sentence) => `No row for the sentence: ${sentence}`),
    ...given.filter((sentence) => !wanted.includes(sentence)).map((sentence) => `Not in the policy text: ${sentence}`),
    ...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `${id}: two rows have this id`),
    ...rows.flatMap(({ id, enforcedAt, provenBy }) => [
      ...enforcedAt.filter((path) => read(path) === null).map((path) => `${id}: ${path} does not exist`),
      ...provenBy.flatMap(({ file, test }) => {
        const source = read(file);
        if (source === null) return [`${id}: ${file} does not exist`];
        return source.includes(test) ? [] : [`${id}: ${file} has no test named "${test}"`];
      }),
    ]),
  ];
}

/** Rows that still wait for a capability. */
export function plannedRows(rows: readonly SentenceRow[]): readonly SentenceRow[] {
  return rows.filter(({ plannedIn }) => plannedIn !== undefined);
}
