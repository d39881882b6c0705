// How many examples a property of the heavier kind tries. Each run takes others, so few of them in every run find what many in one would.

/** @param few in an everyday run @param many with PROPERTY_RUNS=many */
export function propertyRuns(few: number, many: number): { readonly numRuns: number } {
  return { numRuns: process.env['PROPERTY_RUNS'] === 'many' ? many : few };
}
