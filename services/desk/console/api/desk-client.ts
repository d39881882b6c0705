// Talks to the desk's HTTP interface under the person's token.
import { OFFLINE, type Problem } from './problem.js';

export type Answer<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: Problem };

export interface Asked {
  readonly method?: 'GET' | 'POST';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface DeskClient {
  ask<T>(path: string, asked?: Asked): Promise<Answer<T>>;
}

/** @param onEnded told when the token is not taken any more */
export function createDeskClient(token: string | null, onEnded: () => void): DeskClient {
  return {
    ask: async <T>(path: string, { method = 'GET', body, headers = {} }: Asked = {}): Promise<Answer<T>> => {
      try {
        const response = await fetch(path, {
          method,
          headers: {
            ...headers,
            ...(token === null ? {} : { authorization: `Bearer ${token}` }),
            ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          },
          ...(body === undefined ? {} : { body: JSON.stringify(body) }),
        });
        const answer: unknown = await response.json();
        if (response.ok) return { kind: 'value', value: answer as T };
        if (response.status === 401) onEnded();
        return { kind: 'problem', problem: answer as Problem };
      } catch {
        return { kind: 'problem', problem: OFFLINE };
      }
    },
  };
}
