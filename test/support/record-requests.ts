// Before each test file of the integration project: keeps the address of every request, and what refusals answer, for the look at the end.
import { recordWritten } from './run-records.js';

const send = globalThis.fetch;

globalThis.fetch = async (...request: Parameters<typeof fetch>): Promise<Response> => {
  const [target] = request;
  const url = target instanceof Request ? target.url : String(target);
  recordWritten('urls', 'tests', `${url}\n`);
  const response = await send(...request);
  if (response.status >= 400)
    recordWritten('error-answers', 'tests', `${response.status} ${await response.clone().text()}\n`);
  return response;
};
