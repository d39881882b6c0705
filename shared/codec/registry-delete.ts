// The one call that the registry's client does not offer: taking something away.
import type { RegistryConfig } from '#shared/config/registry';
import type { RegistryCall } from './registry-call.js';

/** Rejects as the client does: with the HTTP status, or with whatever kept the answer away. */
export async function deleteAt(address: string, login: RegistryConfig['login']): ReturnType<RegistryCall> {
  const response = await fetch(address, { method: 'DELETE', headers: headersOf(login) });
  await response.arrayBuffer();
  if (!response.ok) throw Object.assign(new Error('the registry refuses to delete'), { status: response.status });
  return { status: () => response.status, data: () => null };
}

function headersOf(login: RegistryConfig['login']): Record<string, string> {
  if (login === null) return {};
  const pair = `${login.username}:${login.password.reveal()}`;
  return { authorization: `Basic ${Buffer.from(pair).toString('base64')}` };
}
