// What a thread of unit tests needs before it loads the first one: TypeScript, and `@jest/globals` as the runner has it.
import { register } from 'node:module';
import { register as registerTypeScript } from 'tsx/esm/api';

registerTypeScript();
register('./globals-hook.mjs', import.meta.url);
