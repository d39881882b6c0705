// `@jest/globals` refuses to load outside jest's own runner; the same names come from here.
const globals = new URL('./globals.mjs', import.meta.url).href;

export function resolve(specifier, context, next) {
  return specifier === '@jest/globals' ? { url: globals, format: 'module', shortCircuit: true } : next(specifier, context);
}
