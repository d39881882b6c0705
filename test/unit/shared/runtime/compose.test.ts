import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Component, constant } from '#shared/runtime/component';
import { compose } from '#shared/runtime/compose';

let happened: string[];

beforeEach(() => {
  happened = [];
});

interface Behaviour {
  readonly startFails?: boolean;
  readonly stopFails?: boolean;
  readonly startMs?: number;
  readonly stopMs?: number;
}

function part(name: string, behaviour: Behaviour = {}): Component<string> {
  const { startFails = false, stopFails = false, startMs, stopMs } = behaviour;
  const stop = async (): Promise<void> => {
    if (stopMs !== undefined) await sleep(stopMs);
    happened.push(`stop ${name}`);
    if (stopFails) throw new Error(`${name} does not stop`);
  };
  const start: Component<string>['start'] = async () => {
    if (startMs !== undefined) await sleep(startMs);
    if (startFails) throw new Error(`${name} does not start`);
    happened.push(`start ${name}`);
    return { value: `value of ${name}`, stop };
  };
  return { name, start };
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function chain(parts: readonly Component<string>[], options = {}) {
  const assemble = async (use: <T>(component: Component<T>) => Promise<T>): Promise<string[]> => {
    const values: string[] = [];
    for (const component of parts) values.push(await use(component));
    return values;
  };
  return compose('chain', assemble, options);
}

describe('compose', () => {
  test('starts in order, gives the values, and stops in reverse', async () => {
    const started = await chain([part('a'), part('b'), part('c')]).start();
    expect(started.value).toEqual(['value of a', 'value of b', 'value of c']);
    await started.stop();
    expect(happened).toEqual(['start a', 'start b', 'start c', 'stop c', 'stop b', 'stop a']);
  });

  test('a part that fails to start takes down those before it and never starts those after it', async () => {
    await expect(chain([part('a'), part('b'), part('c', { startFails: true }), part('d')]).start()).rejects.toThrow(
      'c does not start',
    );
    expect(happened).toEqual(['start a', 'start b', 'stop b', 'stop a']);
  });

  test('the reason it did not start survives a failing rollback', async () => {
    const failing = chain([part('a', { stopFails: true }), part('b'), part('c', { startFails: true })]);
    await expect(failing.start()).rejects.toThrow('c does not start');
    expect(happened).toEqual(['start a', 'start b', 'stop b', 'stop a']);
  });

  test('a failure of the assembly itself rolls back too', async () => {
    const failing = compose('x', async (use) => {
      await use(part('a'));
      throw new Error('no topic');
    });
    await expect(failing.start()).rejects.toThrow('no topic');
    expect(happened).toEqual(['start a', 'stop a']);
  });

  test('a part that fails to stop does not keep the others up, and its error is told', async () => {
    const started = await chain([part('a'), part('b', { stopFails: true }), part('c')]).start();
    await expect(started.stop()).rejects.toThrow('b does not stop');
    expect(happened.slice(3)).toEqual(['stop c', 'stop b', 'stop a']);
  });

  test('a part that hangs while stopping is left behind after its deadline', async () => {
    const started = await chain([part('a'), part('b', { stopMs: 300 })], { stopDeadlineMs: 20 }).start();
    await expect(started.stop()).rejects.toMatchObject({ code: 'STOP_TIMED_OUT', details: { component: 'b' } });
    expect(happened).toEqual(['start a', 'start b', 'stop a']);
  });

  test('a part that starts too late is stopped as soon as it is up, so that nothing runs unseen', async () => {
    const failing = chain([part('a'), part('b', { startMs: 60 })], { startDeadlineMs: 20 });
    await expect(failing.start()).rejects.toMatchObject({ code: 'START_FAILED', details: { component: 'b' } });
    await sleep(80);
    expect(happened).toEqual(['start a', 'stop a', 'start b', 'stop b']);
  });

  test('stopping twice stops each part once', async () => {
    const started = await chain([part('a')]).start();
    await Promise.all([started.stop(), started.stop()]);
    expect(happened).toEqual(['start a', 'stop a']);
  });

  test('compositions nest, and a constant is a part that needs no stop', async () => {
    const inner = chain([part('a'), part('b')]);
    const started = await compose('outer', async (use) => [
      await use(constant('k', 7)),
      await use(inner),
      await use(part('c')),
    ]).start();
    await started.stop();
    expect(started.value).toEqual([7, ['value of a', 'value of b'], 'value of c']);
    expect(happened).toEqual(['start a', 'start b', 'start c', 'stop c', 'stop b', 'stop a']);
  });

  test('whatever fails, each started part is stopped exactly once, in reverse', async () => {
    const behaviour = fc.record({ startFails: fc.boolean(), stopFails: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(behaviour, { maxLength: 6 }), async (behaviours) => {
        happened = [];
        const started = await chain(behaviours.map((b, index) => part(String(index), b)))
          .start()
          .catch(() => null);
        await started?.stop().catch(() => undefined);
        const up = happened.filter((line) => line.startsWith('start')).map((line) => line.slice(6));
        const down = happened.filter((line) => line.startsWith('stop')).map((line) => line.slice(5));
        expect(down).toEqual(up.toReversed());
      }),
    );
  });
});
