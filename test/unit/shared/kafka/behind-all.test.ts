import { expect, test } from '@jest/globals';
import { behindAll } from '#shared/kafka/behind-all';

const at = (partition: number, offset: number) => ({ topic: 't', partition, offset });

test('what every group has passed may go, the rest waits', () => {
  expect(behindAll([at(0, 5), at(1, 5)], [])).toEqual({ passed: [at(0, 5), at(1, 5)], waiting: [] });
  expect(
    behindAll(
      [at(0, 5), at(1, 5), at(2, 5)],
      [
        [at(0, 9), at(1, 3)],
        [at(0, 5), at(1, 4), at(2, 7)],
      ],
    ),
  ).toEqual({
    passed: [at(0, 5), at(1, 3)],
    waiting: [at(1, 5), at(2, 5)],
  });
  expect(behindAll([at(0, 5)], [[at(0, -1)]])).toEqual({ passed: [], waiting: [at(0, 5)] });
  expect(behindAll([at(0, 5)], [[{ ...at(0, 5), topic: 'other' }]])).toEqual({ passed: [], waiting: [at(0, 5)] });
});
