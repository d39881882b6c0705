// Randomness that repeats: the same seed gives the same sequence on every machine. Not for keys or anything secret.

export interface SeededRandom {
  /** 0 … 2³²−1. */
  uint32(): number;
  /** Whole number from 0 up to but not including `limit`. */
  below(limit: number): number;
  /** Whole number from `min` to `max`, both included. */
  between(min: number, max: number): number;
  /** True with the given probability, 0 … 1. */
  chance(probability: number): boolean;
  /** One entry of a list. @throws RangeError when it is empty */
  pick<T>(list: readonly T[]): T;
}

/**
 * The generator sfc32: fast, small, good enough for samples.
 * @param seed number or text; texts make independent sequences (`createRandom('7/people')`)
 */
export function createRandom(seed: number | string): SeededRandom {
  let [a, b, c, counter] = stateOf(String(seed));
  const uint32 = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  for (let warmUp = 0; warmUp < 12; warmUp++) uint32();
  const below = (limit: number): number => Math.floor((uint32() / 0x1_0000_0000) * limit);
  return {
    uint32,
    below,
    between: (min, max) => min + below(max - min + 1),
    chance: (probability) => uint32() / 0x1_0000_0000 < probability,
    pick: <T>(list: readonly T[]): T => {
      if (list.length === 0) throw new RangeError('there is nothing to pick from');
      return list[below(list.length)] as T;
    },
  };
}

/** Four words out of a text (FNV-1a with four offsets): unlike seeds start in unlike states. */
function stateOf(text: string): [number, number, number, number] {
  const word = (offset: number): number => {
    let hash = 0x811c9dc5 ^ offset;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return hash | 0;
  };
  return [word(0), word(0x9e3779b9), word(0x7f4a7c15), 1];
}
