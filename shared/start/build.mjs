// `npm run build`: compiles what is newer than the last build, the console included.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { ensureBuild } from './ensure-build.mjs';

await ensureBuild(path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..'));
