import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameField } from './input.ts';
import { alreadyHereLetter, confirmEmailLetter, passwordChangedLetter, resetPasswordLetter } from './letters.ts';

const letters = [confirmEmailLetter, resetPasswordLetter, passwordChangedLetter, alreadyHereLetter];
const url = 'https://plumb.example/confirm-email?token=a.b&x=1';

describe('a letter', () => {
  it('holds its link in both forms', () => {
    for (const letter of letters) {
      expect(letter('Ada', url).text).toContain(url);
      expect(letter('Ada', url).html).toContain(`href="${url.replace('&', '&amp;')}"`);
    }
  });

  it('shows a name as text, whatever it holds', () => {
    const html = confirmEmailLetter('<script>alert(1)</script>"\'&', url).html;
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&amp;');
  });

  it('never takes a line break from a name into its subject', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        for (const letter of letters) expect(letter(name, url).subject).not.toMatch(/[\r\n]/);
      }),
    );
  });
});

it('a name with a line break or a control character is refused', () => {
  for (const name of ['Ada\nBcc: all@example.com', 'Ada\r\nX: y', 'a\u0000b', 'a\u2028b', '   ', 'x'.repeat(81)]) {
    expect(nameField.safeParse(name).success, JSON.stringify(name)).toBe(false);
  }
  expect(nameField.parse('  Ada Lovelace ')).toBe('Ada Lovelace');
});
