/** A person's words for the device behind a session: "Firefox on Windows". Only a hint: the text comes from the device. */
export function deviceWords(userAgent: string | null): string {
  const text = userAgent ?? '';
  const browser = firstMatch(text, [
    [/Edg(A|iOS)?\//, 'Edge'],
    [/OPR\/|Opera/, 'Opera'],
    [/SamsungBrowser\//, 'Samsung Internet'],
    [/Firefox\/|FxiOS\//, 'Firefox'],
    [/CriOS\/|Chrome\/|Chromium\//, 'Chrome'],
    [/Version\/.*Safari\//, 'Safari'],
  ]);
  const system = firstMatch(text, [
    [/iPhone/, 'iPhone'],
    [/iPad/, 'iPad'],
    [/Android/, 'Android'],
    [/Windows/, 'Windows'],
    [/CrOS/, 'ChromeOS'],
    [/Mac OS X|Macintosh/, 'a Mac'],
    [/Linux|X11/, 'Linux'],
  ]);
  if (browser && system) return `${browser} on ${system}`;
  return browser ?? (system ? `A browser on ${system}` : 'An unknown device');
}

function firstMatch(text: string, words: readonly [RegExp, string][]): string | null {
  return words.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}
