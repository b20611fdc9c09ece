/**
 * The amount of a figure, in minor units: each carries it for tests in its attribute `data-money`, as
 * "<minor units> <currency> <kind of explanation>".
 */
export function minorOf(money: string | null): bigint {
  if (!money) throw new Error('This is no figure: it carries no amount');
  return BigInt(money.split(' ')[0] ?? '');
}
