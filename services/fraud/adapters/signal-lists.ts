// The lists by which networks and mail domains are known, from a folder: replaced live, each with its date, and stale ones say so.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import disposableDomains from 'disposable-email-domains-js';
import type { Clock } from '#shared/domain/clock';
import type { Logger } from '#shared/logging/logger';
import { compose } from '#shared/runtime/compose';
import type { Component } from '#shared/runtime/component';
import type { SignalSources } from '../signals/read-signals.js';
import { NETWORK_CLASSES, parseDomainList, parseNetworkList } from '../signals/network-lists.js';
import type { ListVersion } from '../steps/observe-orders.js';
import { openCountryRegister } from './country-register.js';
import { type WatchedFile, watchedFile } from './watched-files.js';

export interface SignalLists {
  readonly sources: Omit<SignalSources, 'hash'>;
  /** Name and date of each list, `stale` behind the date of one that is too old. */
  readonly versions: () => readonly ListVersion[];
}

export interface SignalListsOptions {
  /** Holds `vpn.txt`, `datacentre.txt`, `tor.txt`, `relay.txt`, `hosting.txt`, `disposable-mail.txt`; null: none of them. */
  readonly directory: string | null;
  readonly staleAfterMs: number;
  readonly clock: Clock;
  readonly logger: Pick<Logger, 'info' | 'warn'>;
}

interface Loaded {
  readonly date: string;
  readonly digest: string;
  readonly has: (key: string) => boolean;
}

const EVERY_MS = 500;
const DAY_MS = 86_400_000;
const DATED = /^#\s*date:\s*(\d{4}-\d{2}-\d{2})/m;
const MAIL = 'disposable-mail';

export function signalLists({ directory, staleAfterMs, clock, logger }: SignalListsOptions): Component<SignalLists> {
  return compose('fraud-lists', async (use) => {
    const register = openCountryRegister();
    // Read once: the package's own question makes a set of all its domains each time it is asked.
    const packaged = disposableDomains.disposableEmailBlocklistSet();
    const files = new Map<string, WatchedFile<Loaded | null>>();
    for (const name of directory === null ? [] : [...NETWORK_CLASSES, MAIL]) {
      const parse = name === MAIL ? parseDomainList : parseNetworkList;
      files.set(
        name,
        await use(
          watchedFile<Loaded | null>({
            name: `fraud-list-${name}`,
            path: join(directory ?? '', `${name}.txt`),
            everyMs: EVERY_MS,
            absent: null,
            read: (text, modifiedAt) => load(text, modifiedAt, parse),
            onChange: (outcome, err) => {
              if (outcome === 'refused')
                logger.warn({ component: name, err }, 'a list cannot be read; the one before stays');
              else logger.info({ component: name, state: outcome }, 'list');
            },
          }),
        ),
      );
    }
    const listed = (name: string, key: string): boolean => files.get(name)?.current()?.has(key) ?? false;
    return {
      sources: {
        countryOf: register.countryOf,
        isIn: listed,
        isDisposable: (domain) => listed(MAIL, domain) || packaged.has(domain.trim().toLowerCase()),
      },
      versions: () => {
        const nowMs = clock.nowMs();
        const versions = [{ name: 'countries', version: register.version }];
        for (const [name, file] of files) {
          const list = file.current();
          if (list === null) continue;
          const isStale = nowMs - Date.parse(list.date) > staleAfterMs + DAY_MS;
          versions.push({ name, version: `${list.date} ${list.digest}${isStale ? ' stale' : ''}` });
        }
        return versions;
      },
    };
  });
}

function load(
  text: string,
  modifiedAt: Date,
  parse: (text: string) => { readonly has: (key: string) => boolean },
): Loaded {
  const { has } = parse(text);
  const date = DATED.exec(text)?.[1] ?? modifiedAt.toISOString().slice(0, 10);
  return { date, digest: createHash('sha256').update(text).digest('hex').slice(0, 8), has };
}
