// The services a disturber may strike.
export const SERVICES = ['intake', 'carriers', 'notifications', 'erasure'] as const;
export type ServiceName = (typeof SERVICES)[number];
