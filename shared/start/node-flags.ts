// How node is started for services: what bounds its memory.

/** Young objects die young: with the default of node's for them a fifth of the processor time goes into collecting. */
const YOUNG_MB = 16;
/**
 * How far memory may grow before it is looked through, in percent of what was alive: node's own 20 to 30 mean once a second under load, which
 * takes a twentieth of the processor time and delays what is under way.
 */
const GROWTH_PERCENT = 150;
/**
 * The road needs less than 110 MB of heap at full load, over any number of orders; without a bound node lets the heap grow by half again before
 * it looks for what is dead.
 */
const OLD_MB = 192;
/**
 * For a service with a process to itself. V8 looks through memory at the latest half-way between what is alive and the bound, and counts buffers too, of which
 * an order leaves 5 KB behind: with the bound above twice a second at full load, for a tenth of all processor time; with this one half as often, for
 * 25 MB more.
 */
const ALONE = { growthPercent: 300, oldMb: 384 } as const;
/**
 * Threads that help the collector and the compiler. Four, as node would have it, wake up beside the one they help and take turns with it where broker and
 * database want the other core: one of them does the same in less time, at full load by a twentieth, and in a little less memory.
 */
const HELPING_THREADS = 1;
/** Erasing works on thousands of orders at a time, which live as long as a unit does: with less young room each of them is copied twice. */
const ERASING = 'erasure';
const YOUNG_ERASING_MB = 32;
const OLD_ERASING_MB = 256;
/** Keeps its history in memory: as long as the retention, however large that is. */
const WITH_HISTORY = 'fraud';

/** @param services names; none: all services */
export function nodeFlagsFor(services: readonly string[]): readonly string[] {
  const isErasing = services.includes(ERASING);
  const isBounded = services.length > 0 && !services.includes(WITH_HISTORY);
  const several = { growthPercent: GROWTH_PERCENT, oldMb: isErasing ? OLD_ERASING_MB : OLD_MB };
  const { growthPercent, oldMb } = isBounded && services.length === 1 ? ALONE : several;
  return [
    `--max-semi-space-size=${isErasing ? YOUNG_ERASING_MB : YOUNG_MB}`,
    `--heap-growing-percent=${growthPercent}`,
    ...(isBounded ? [`--max-old-space-size=${oldMb}`, `--v8-pool-size=${HELPING_THREADS}`] : []),
  ];
}
