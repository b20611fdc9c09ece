import { chance } from '#sandbox/people/chance.ts';
import { firstParts, secondParts, surnames } from '#sandbox/people/names.ts';
import type { Company } from '#sandbox/people/profile.ts';

export type NamedCompany = {
  name: string;
  /** Identification in ACH files: a 1 or 9 and nine digits. */
  id: string;
  /** What this company calls its customer: an account or policy number, the same every time. */
  customerId: string;
};

/** The company behind a pay or bill; its name is drawn by the seed unless it is given. */
export function companyOf(circle: string, key: string, company: Company): NamedCompany {
  const draw = chance(circle, 'company', key);
  const first = draw.pick([...firstParts.slice(0, 60), ...surnames]);
  const invented = draw.yes(0.6)
    ? `${first} ${company.trade}`
    : `${draw.pick(firstParts)}${draw.pick(secondParts).toLowerCase()} ${company.trade}`;
  return {
    name: company.name ?? invented,
    id: `${draw.pick(['1', '9', '0'])}${draw.digits(9)}`,
    customerId: `XXXXX${draw.digits(6)}`,
  };
}
