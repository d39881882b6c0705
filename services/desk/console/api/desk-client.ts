// Talks to the desk's HTTP interface under the person's token.
import { OFFLINE, type Problem } from './problem.js';

export type Answer<T> =
  | { readonly kind: 'value'; readonly value: T }
  | { readonly kind: 'problem'; readonly problem: Problem };

export interface Asked {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface DeskClient {
  ask<T>(path: string, asked?: Asked): Promise<Answer<T>>;
  /** A document of the desk as it is. */
  text(path: string): Promise<Answer<string>>;
  /** A file, e.g. a photo. */
  file(path: string, asked: Asked): Promise<Answer<Blob>>;
}

/** @param onEnded told when the token is not taken any more */
export function createDeskClient(token: string | null, onEnded: () => void): DeskClient {
  async function send<T>(
    path: string,
    { method = 'GET', body, headers = {} }: Asked,
    read: (response: Response) => Promise<T>,
  ): Promise<Answer<T>> {
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
      if (response.ok) return { kind: 'value', value: await read(response) };
      const problem = (await response.json()) as Problem;
      if (response.status === 401) onEnded();
      return { kind: 'problem', problem };
    } catch {
      return { kind: 'problem', problem: OFFLINE };
    }
  }
  return {
    ask: <T>(path: string, asked: Asked = {}) => send(path, asked, (response) => response.json() as Promise<T>),
    text: (path) => send(path, {}, (response) => response.text()),
    file: (path, asked) => send(path, asked, (response) => response.blob()),
  };
}
