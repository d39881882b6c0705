// The three servers of the stack and the four components they are run from.

export const SERVERS = ['kafka', 'registry', 'mongod'] as const;
export type ServerName = (typeof SERVERS)[number];

export const COMPONENTS = ['java', 'mongod', 'kafka', 'registry'] as const;
export type ComponentName = (typeof COMPONENTS)[number];
