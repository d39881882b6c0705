// What a command says when it could not do its work.
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { ConfigError } from '#shared/config/load';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { explainFailure } from '#shared/runtime/end-command';

describe('a command that could not do its work', () => {
  test('tells an error of ours with its places, and what to do', () => {
    const { text, exitCode } = explainFailure(new FulfilmentError('TOPIC_MISSING', { topic: 'orders.facts' }));
    expect(text).toMatch(/TOPIC_MISSING[^\n]*orders\.facts[^\n]*\nWhat to do: \S[^\n]*\n$/);
    expect(exitCode).toBe(2);
  });

  test('names the settings that are wrong', () => {
    const violation = { variable: 'KAFKA_BROKERS', problem: 'is missing', remedy: 'Set it' };
    expect(explainFailure(new ConfigError([violation])).text).toContain('KAFKA_BROKERS');
  });

  test('says nothing of the text of a foreign error, which may quote a record', () => {
    const { text } = explainFailure(new Error('no such person: Adela Quirrelsworth'));
    expect(text).not.toContain('Adela');
    expect(text).toMatch(/^UNEXPECTED: /);
  });

  test('names a file that can not be used, and why', () => {
    const read = (path: string) => {
      try {
        return readFileSync(path);
      } catch (error) {
        return explainFailure(error);
      }
    };
    const missing = path.join(tmpdir(), 'no', 'such', 'key.pem');
    expect(read(missing)).toEqual({ text: `${missing}: there is no such file or folder.\n`, exitCode: 2 });
    expect(read(tmpdir())).toMatchObject({ exitCode: 2 });
  });

  test('ends with 1 where the failure is the answer to what was asked', () => {
    const error = new FulfilmentError('LEDGER_BROKEN');
    expect(explainFailure(error, new Set(['LEDGER_BROKEN'] as const)).exitCode).toBe(1);
    expect(explainFailure(error).exitCode).toBe(2);
  });
});
