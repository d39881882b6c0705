// What the desk says when it refuses: in words that people can act on.

export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly whatToDo: string;
  /** Where what was sent is not as it should be; never what was sent. */
  readonly violations?: readonly { readonly path: string; readonly expected: string }[];
}

export const OFFLINE: Problem = {
  code: 'OFFLINE',
  title: 'The desk does not answer.',
  whatToDo: 'Check your connection and try again.',
};
