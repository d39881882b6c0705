// Which tests begin when. A fresh clone knows no earlier durations, and a slow test that begins last keeps one worker busy while the others
// have nothing left: so long ones begin first. Those that kill and restart follow one another, each beside quiet ones: two of them at once
// take from each other the processor time that their victims need to come back.
import TestSequencer from '@jest/test-sequencer';

/** As many as `npm test` has. */
const WORKERS = 4;
/** Seconds of those that take long, as a rule of thumb; the others take a few. */
const SECONDS = [
  [/\/journeys\/restore/, 220],
  [/\/desk\/console/, 165],
  [/\/chaos\/services\//, 85],
  [/\/life-of-a-stack/, 65],
  [/\/kafka-connect|\/desk\/open-desk/, 65],
  [/\/journeys\//, 45],
  [/\/chaos\/kafka\//, 40],
  [/integration\/shared\/(?:replay|codec\/registry-client|audit-gone|sample\/third-party)/, 22],
  [/integration\/.*\/(?:told-once|exactly-once|rotation)/, 15],
  [/integration\/.*(?:\/fraud\/killed|\/erasure\/|\/conformance)/, 35],
  // Of the unit tests: what waits for programs that it starts, and what tries very many cases.
  [/unit\/.*(?:\/runner\/|\/asyncapi-document|\/certificate|\/live-agrees|\/crash-model|\/photo-cleaner|\/bad-input)/, 12],
];
const A_FEW_SECONDS = 10;

const secondsOf = ({ path }) => SECONDS.find(([pattern]) => pattern.test(path))?.[1] ?? A_FEW_SECONDS;
const isRough = ({ path }) => path.includes('/chaos/');

class SlowestFirst extends TestSequencer {
  /** Plays the run through: whoever is free next takes the longest that is left, a rough one only from the hands of the first worker. */
  sort(tests) {
    const longestFirst = [...tests].sort((one, other) => secondsOf(other) - secondsOf(one));
    const left = { rough: longestFirst.filter(isRough), quiet: longestFirst.filter((test) => !isRough(test)) };
    const busyUntil = Array.from({ length: WORKERS }, () => 0);
    const order = [];
    while (order.length < tests.length) {
      const worker = busyUntil.indexOf(Math.min(...busyUntil));
      const own = worker === 0 ? [left.rough, left.quiet] : [left.quiet, left.rough];
      const next = own.find((some) => some.length > 0)?.shift();
      order.push(next);
      busyUntil[worker] += secondsOf(next);
    }
    return order;
  }
}

// By default, because jest takes nothing else.
export { SlowestFirst as default };
