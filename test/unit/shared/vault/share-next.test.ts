// Sharing of answers: few questions, and never an answer to a question that was sent before somebody asked.
import { expect, test } from '@jest/globals';
import { shareNext } from '#shared/vault/share-next';

/** Answers come when the test says so, in the order of the questions. */
function questions() {
  const open: ((answer: number | Error) => void)[] = [];
  let sent = 0;
  const ask = (): Promise<number> => {
    sent += 1;
    return new Promise((resolve, reject) => {
      open.push((answer) => (typeof answer === 'number' ? resolve(answer) : reject(answer)));
    });
  };
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  const answer = async (value: number | Error): Promise<void> => {
    open.shift()?.(value);
    await turn();
  };
  return { ask, answer, turn, sent: () => sent };
}

test('who asks while a question is under way gets the answer to the next one, shared by all who wait', async () => {
  const { ask, answer, turn, sent } = questions();
  const shared = shareNext(ask);
  const first = shared();
  await turn();
  const later = [shared(), shared(), shared()];
  await answer(1);
  expect(await first).toBe(1);
  expect(sent()).toBe(2);
  await answer(2);
  expect(await Promise.all(later)).toEqual([2, 2, 2]);
  expect(sent()).toBe(2);
});

test('a question that fails is told to those who shared it, and the next one is asked all the same', async () => {
  const { ask, answer, turn } = questions();
  const shared = shareNext(ask);
  const first = shared();
  await turn();
  const second = shared();
  const told = first.catch((error: unknown) => String(error));
  await answer(new Error('away'));
  expect(await told).toBe('Error: away');
  await answer(2);
  expect(await second).toBe(2);
});
