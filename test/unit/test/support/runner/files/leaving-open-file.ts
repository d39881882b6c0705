import { spawn } from 'node:child_process';
import { test } from '@jest/globals';

test('leaves a process behind', () => {
  spawn('sleep', ['20'], { stdio: 'ignore' });
});
