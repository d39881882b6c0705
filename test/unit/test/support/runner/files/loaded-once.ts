// What files share stays loaded; it says how often it was.
const shared = globalThis as { loadsOfTheRunnersTest?: number };
shared.loadsOfTheRunnersTest = (shared.loadsOfTheRunnersTest ?? 0) + 1;

export const loads = { count: shared.loadsOfTheRunnersTest };
