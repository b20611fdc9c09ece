import { expect, it } from 'vitest';
import { deviceWords } from './device.ts';

it('names the browser and the system, and says so when it cannot', () => {
  const words = [
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0',
      'Edge on Windows',
    ],
    [
      'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/140.0 Safari/537.36',
      'Chrome on Linux',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Mobile/15E148 Safari/604.1',
      'Safari on iPhone',
    ],
    ['Mozilla/5.0 (Macintosh; Intel Mac OS X 14.0; rv:130.0) Gecko/20100101 Firefox/130.0', 'Firefox on a Mac'],
    ['curl/8.5.0', 'An unknown device'],
    ['', 'An unknown device'],
  ] as const;
  for (const [agent, expected] of words) expect(deviceWords(agent)).toBe(expected);
  expect(deviceWords(null)).toBe('An unknown device');
});
