import { describe, expect, test } from '@jest/globals';
import type { Manner } from '#shared/policy/forbidden/manner';
import { currentPolicy } from '../support/changed-policy.js';

const { forbidden } = currentPolicy();

function codesIn(text: string, manner: Manner = 'text'): readonly string[] {
  return forbidden.findInText(text, manner, 'x').map(({ code }) => code);
}

describe('a location is refused', () => {
  const LOCATION = ['FORBIDDEN_LOCATION'];
  test.each([
    '52.5200, 13.4050',
    '52.52, 13.40',
    '-23.5505 -46.6333',
    '-23.550520/-46.633308',
    '52,5200; 13,4050',
    '52°31\'12"N 13°24\'18"E',
    '52°31′12″N, 13°24′18″E',
    'N 52° 31.200 E 13° 24.300',
    '52.5200° N, 13.4050° E',
    '52.5200N 13.4050E',
    'lat=52.52 lon=13.4',
    'Lat: 52.5200 Long: 13.4050',
    'GPS 52.520 13.405',
    'geo:52.5200,13.4050',
    'GEO:-23.55,-46.63;u=35',
    'https://maps.google.com/?q=somewhere',
    'maps.app.goo.gl/AbCdEf',
    'https://www.openstreetmap.org/#map=19/52.5/13.4',
    'https://what3words.com/filled.count.soap',
    '9F4MGC22+2R',
    '9f4mgc22+2rq, ring twice',
    '٥٢.٥٢٠٠, ١٣.٤٠٥٠',
  ])('in an address: %s', (text) => {
    expect(codesIn(text, 'address')).toEqual(LOCATION);
  });

  test.each(['52.5200, 13.4050', '-23.550, -46.633', 'geo:52.5200,13.4050', 'lat=52.52'])(
    'in a description: %s',
    (text) => {
      expect(codesIn(text)).toEqual(LOCATION);
    },
  );

  test.each([
    'Hauptstr. 12.5, 3. OG',
    'Km 12.5, Lote 3',
    'C/ Mayor 12, 3º 2ª',
    '12 N Main St, 4 E',
    'N 12, E 14',
    '99.1234, 13.4050',
    '52.5200, 190.4050',
    '192.168.10.20, 10.20.30.40',
    'GC22+2R Berlin',
    'Apt 12/3, c/o Mapson',
    'Geo: Platz 12',
    'Flat 12.50 long',
  ])('but an address stays an address: %s', (text) => {
    expect(codesIn(text, 'address')).toEqual([]);
  });

  test.each(['Puzzle 1.000, 2.000 pieces', 'Rug 12.50, 3.20 m', 'from 19.99, 24.99 EUR', 'Cable 12.500 / 20.000 mm'])(
    'and a description stays one: %s',
    (text) => {
      expect(codesIn(text)).toEqual([]);
    },
  );
});

describe('a reference to a photo album is refused', () => {
  const ALBUM = ['FORBIDDEN_ALBUM'];
  test.each([
    'file:///storage/emulated/0/DCIM/Camera/1.jpg',
    'see DCIM/100APPLE/IMG_0001.HEIC',
    'content://media/external/images/media/42',
    'ph://ED7AC36B-A150-4C38-BB8C-B6D696F4F2ED/L0/001',
    'assets-library://asset/asset.JPG?id=1',
    'https://photos.app.goo.gl/abc',
    'https://photos.google.com/share/abc',
    'https://www.icloud.com/sharedalbum/#B0',
    'data:image/png;base64,iVBORw0KGgo=',
    'photo is IMG_20260101_120000.jpg',
    'DSC00123.JPG',
    'PXL_20260101.mp4',
  ])('in %s', (text) => {
    expect(codesIn(text)).toEqual(ALBUM);
    expect(codesIn(text, 'address')).toEqual(ALBUM);
  });

  test.each([
    'Photo album 13/18, 100 pages',
    'Image: blue 2024.5',
    'DSC lamp 1234',
    'graph://1',
    'Camera bag IMG_1',
    'profile://x',
  ])('but not in %s', (text) => {
    expect(codesIn(text)).toEqual([]);
  });
});
