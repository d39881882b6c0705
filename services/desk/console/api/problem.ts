// What the desk says when it refuses: in words that people can act on.

export interface Problem {
  readonly code: string;
  readonly title: string;
  readonly whatToDo: string;
}

export const OFFLINE: Problem = {
  code: 'OFFLINE',
  title: 'The desk does not answer.',
  whatToDo: 'Check your connection and try again.',
};
