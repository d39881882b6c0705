// The bytes of a download as Maven tells them: the only sign of life during a large file.
import { describe, expect, test } from '@jest/globals';
import { createMavenTransfer } from '#shared/stack/maven-transfer';

describe('the bytes Maven has downloaded', () => {
  test('are those of finished files plus those under way', () => {
    const bytesSoFar = createMavenTransfer();
    expect(bytesSoFar('Downloading from central: https://maven.example/a.jar\n')).toBe(0);
    expect(bytesSoFar('Progress (1): 4.1/10 kB\rProgress (1): 8.2/10 kB\r')).toBe(8_200);
    expect(bytesSoFar('Downloaded from central: https://maven.example/a.jar (10 kB at 88 kB/s)\n')).toBe(10_000);
    expect(bytesSoFar('Progress (2): 1.5/159 MB | 2/3 kB\r')).toBe(1_512_000);
  });

  test('are counted once when a line comes in pieces', () => {
    const bytesSoFar = createMavenTransfer();
    bytesSoFar('Downloaded from central: https://maven.example/a.jar (10 k');
    expect(bytesSoFar('B at 88 kB/s)\n')).toBe(10_000);
    expect(bytesSoFar('[INFO] BUILD SUCCESS\n')).toBe(10_000);
  });

  test('of a file whose size is not known yet count too', () => {
    expect(createMavenTransfer()('Progress (1): 159 MB    \r')).toBe(159_000_000);
  });
});
