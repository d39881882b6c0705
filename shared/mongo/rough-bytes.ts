// How large a document or a statement is, for cutting bulk commands to what one message holds.

export function roughBytes(value: unknown): number {
  if (typeof value === 'string' || Buffer.isBuffer(value)) return value.length;
  if (typeof value !== 'object' || value === null) return 8;
  return Object.entries(value).reduce((sum, [name, inner]) => sum + name.length + roughBytes(inner), 16);
}
