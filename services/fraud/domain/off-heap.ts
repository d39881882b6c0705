// Memory that the collector of garbage does not look through: however much is kept there, a pause is no longer for it.

type Numbers = Int32Array | Uint32Array | Uint16Array | Float64Array;

/** The same array if it is long enough, or a copy with room for at least `length` and so much more that copies are rare. */
export function withRoom<T extends Numbers>(array: T, length: number): T {
  if (array.length >= length) return array;
  const larger = new (array.constructor as new (length: number) => T)(Math.max(length, array.length * 2));
  larger.set(array);
  return larger;
}
