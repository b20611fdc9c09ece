import type { Channel } from '#sandbox/people/channels.ts';
import { cut, type Facts, type Style, type Text } from '#sandbox/people/style.ts';
import { copperleaf } from '#sandbox/people/styles/copperleaf.ts';
import { harborline } from '#sandbox/people/styles/harborline.ts';
import { larkfield } from '#sandbox/people/styles/larkfield.ts';
import { northgale } from '#sandbox/people/styles/northgale.ts';
import { quarryStreet } from '#sandbox/people/styles/quarry-street.ts';
import { sycamore } from '#sandbox/people/styles/sycamore.ts';
import { tidewell } from '#sandbox/people/styles/tidewell.ts';

const styles: Readonly<Record<string, Style>> = {
  harborline,
  larkfield,
  northgale,
  copperleaf,
  tidewell,
  quarry_street: quarryStreet,
  sycamore,
};

/** The habits of a bank; test institutions write as Harborline does. */
export function styleOf(institution: string): Style {
  return styles[institution] ?? harborline;
}

/** The raw text of a movement as this institution writes it, cut to its limits; never empty. */
export function describe(institution: string, channel: Channel, facts: Facts): Text {
  const style = styleOf(institution);
  const written = style.write(channel, facts);
  const text = typeof written === 'string' ? { posted: written, pending: null } : written;
  const posted = cut(text.posted, style.textLimit);
  const pending = text.pending === null ? null : cut(text.pending, style.textLimit);
  if (posted === '' || pending === '') throw new Error(`${institution} has no words for a ${channel.kind}.`);
  return { posted, pending: pending === posted ? null : pending };
}
