// jest's circus, anew for every file: it keeps the tests it was told in its module. Compiled only once, and what it leaves behind is taken away:
// its storage would go on being told of every promise of all files that follow, and its state would keep everything that their tests hold.
import { AsyncLocalStorage } from 'node:async_hooks';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';

const EVENT_HANDLERS = Symbol.for('EVENT_HANDLERS');
const STATE = 'JEST_STATE_SYMBOL';
/** What a CommonJS module finds around it. */
const GIVEN = ['exports', 'require', 'module', '__filename', '__dirname'];
const compiled = new Map();
const storages = [];

class OwnStorage extends AsyncLocalStorage {
  constructor() {
    super();
    storages.push(this);
  }
}

/** @param file the module of circus that holds the tests, with everything it needs in it */
export function loadCircus(file) {
  delete globalThis[EVENT_HANDLERS];
  const module = { exports: {} };
  compiledOf(file)(module.exports, requireFor(file), module, file, path.dirname(file));
  return module.exports;
}

/** To be called when the file is over. */
export function forgetCircus() {
  for (const storage of storages.splice(0)) storage.disable();
  for (const key of Object.getOwnPropertySymbols(globalThis)) if (key.description === STATE) delete globalThis[key];
}

function compiledOf(file) {
  if (!compiled.has(file)) compiled.set(file, compileFunction(readFileSync(file, 'utf8'), GIVEN, { filename: file }));
  return compiled.get(file);
}

function requireFor(file) {
  const require = createRequire(file);
  const asCircusNeedsIt = (name) => (name === 'node:async_hooks' ? { AsyncLocalStorage: OwnStorage } : require(name));
  return Object.assign(asCircusNeedsIt, require);
}
