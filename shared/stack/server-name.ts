// The three servers of the stack, the four components they are run from, and what only tests need beside them.

export const SERVERS = ['kafka', 'registry', 'mongod'] as const;
export type ServerName = (typeof SERVERS)[number];

const COMPONENTS = ['java', 'mongod', 'kafka', 'registry', 'openbao', 'connect'] as const;
export type ComponentName = (typeof COMPONENTS)[number];
