// A process that scans on request, started by `scanner.ts`: the first message holds the canaries, each other one a folder or a text to look for.
import { scanFolder } from './scan-folder.js';
import { type CanaryMatcher, createCanaryMatcher } from './scan-forms.js';

export type ScanRequest =
  | { readonly canaries: readonly string[] }
  | { readonly folder: string; readonly onlyFor?: readonly string[] };

let matcher: CanaryMatcher | undefined;

process.on('message', (request: ScanRequest) => {
  if ('canaries' in request) {
    matcher = createCanaryMatcher(request.canaries);
    return;
  }
  const { folder, onlyFor } = request;
  const wanted = onlyFor === undefined ? matcher : createCanaryMatcher(onlyFor);
  if (wanted === undefined) throw new Error('canaries come before the first scan');
  process.send?.(scanFolder(folder, wanted));
});
process.on('disconnect', () => process.exit(0));
