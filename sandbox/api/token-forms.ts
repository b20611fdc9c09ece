import { z } from 'zod';
import { boolean, integer, metadata } from './parameters.ts';

/*
 * The forms of tokens for connected accounts and their persons. Nothing here takes such tokens, so what the forms say is
 * read, refused where it is not as described, and forgotten.
 */

const given = z.string();
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);
const orEmpty = <Form extends z.ZodType>(form: Form) => z.union([z.literal(''), form]);

const address = z.strictObject({
  city: given.optional(),
  country: given.optional(),
  line1: given.optional(),
  line2: given.optional(),
  postal_code: given.optional(),
  state: given.optional(),
});
const addressInJapan = address.extend({ town: given.optional() });
const acceptance = z.strictObject({ date: integer.optional(), ip: given.optional(), user_agent: given.optional() });
const documentPages = z.strictObject({ back: given.optional(), front: given.optional() });
const day = z.strictObject({ day: integer, month: integer, year: integer });

/** What is said of an individual as well as of a person. */
const human = {
  address: address.optional(),
  address_kana: addressInJapan.optional(),
  address_kanji: addressInJapan.optional(),
  dob: orEmpty(day).optional(),
  email: given.optional(),
  first_name: given.optional(),
  first_name_kana: given.optional(),
  first_name_kanji: given.optional(),
  full_name_aliases: orEmpty(z.array(given)).optional(),
  gender: given.optional(),
  id_number: given.optional(),
  id_number_secondary: given.optional(),
  last_name: given.optional(),
  last_name_kana: given.optional(),
  last_name_kanji: given.optional(),
  maiden_name: given.optional(),
  metadata: metadata.optional(),
  phone: given.optional(),
  political_exposure: z.enum(['existing', 'none']).optional(),
  registered_address: address.optional(),
  ssn_last_4: given.optional(),
  verification: z
    .strictObject({ additional_document: documentPages.optional(), document: documentPages.optional() })
    .optional(),
};

/** `account` of POST /v1/tokens. */
export const accountForm = z.strictObject({
  business_type: z.enum(['company', 'government_entity', 'individual', 'non_profit']).optional(),
  company: z
    .strictObject({
      address: address.optional(),
      address_kana: addressInJapan.optional(),
      address_kanji: addressInJapan.optional(),
      administrative_address: address.optional(),
      directors_provided: boolean.optional(),
      directorship_declaration: acceptance.optional(),
      executives_provided: boolean.optional(),
      export_license_id: given.optional(),
      export_purpose_code: given.optional(),
      name: given.optional(),
      name_kana: given.optional(),
      name_kanji: given.optional(),
      owners_provided: boolean.optional(),
      ownership_declaration: acceptance.optional(),
      ownership_declaration_shown_and_signed: boolean.optional(),
      ownership_exemption_reason: orEmpty(
        z.enum(['qualified_entity_exceeds_ownership_threshold', 'qualifies_as_financial_institution']),
      ).optional(),
      phone: given.optional(),
      physical_address: address.optional(),
      principal_place_of_business: address.optional(),
      registration_date: orEmpty(day).optional(),
      registration_number: given.optional(),
      representative_declaration: acceptance.optional(),
      structure: orEmpty(
        z.enum([
          'free_zone_establishment',
          'free_zone_llc',
          'government_instrumentality',
          'governmental_unit',
          'incorporated_non_profit',
          'incorporated_partnership',
          'limited_liability_partnership',
          'llc',
          'multi_member_llc',
          'private_company',
          'private_corporation',
          'private_partnership',
          'public_company',
          'public_corporation',
          'public_partnership',
          'registered_charity',
          'single_member_llc',
          'sole_establishment',
          'sole_proprietorship',
          'tax_exempt_government_instrumentality',
          'unincorporated_association',
          'unincorporated_non_profit',
          'unincorporated_partnership',
        ]),
      ).optional(),
      tax_id: given.optional(),
      tax_id_registrar: given.optional(),
      vat_id: given.optional(),
      verification: z.strictObject({ document: documentPages.optional() }).optional(),
    })
    .optional(),
  individual: z
    .strictObject({
      ...human,
      relationship: z
        .strictObject({
          director: boolean.optional(),
          executive: boolean.optional(),
          owner: boolean.optional(),
          percent_ownership: orEmpty(decimal).optional(),
          title: given.optional(),
        })
        .optional(),
    })
    .optional(),
  tos_shown_and_accepted: boolean.optional(),
});

/** `person` of POST /v1/tokens. */
export const personForm = z.strictObject({
  ...human,
  additional_tos_acceptances: z.strictObject({ account: acceptance.optional() }).optional(),
  documents: z
    .strictObject({
      company_authorization: z.strictObject({ files: z.array(given).optional() }).optional(),
      passport: z.strictObject({ files: z.array(given).optional() }).optional(),
      visa: z.strictObject({ files: z.array(given).optional() }).optional(),
    })
    .optional(),
  nationality: given.optional(),
  relationship: z
    .strictObject({
      authorizer: boolean.optional(),
      director: boolean.optional(),
      executive: boolean.optional(),
      legal_guardian: boolean.optional(),
      owner: boolean.optional(),
      percent_ownership: orEmpty(decimal).optional(),
      representative: boolean.optional(),
      title: given.optional(),
    })
    .optional(),
  us_cfpb_data: z
    .strictObject({
      ethnicity_details: z
        .strictObject({
          ethnicity: z
            .array(
              z.enum([
                'cuban',
                'hispanic_or_latino',
                'mexican',
                'not_hispanic_or_latino',
                'other_hispanic_or_latino',
                'prefer_not_to_answer',
                'puerto_rican',
              ]),
            )
            .optional(),
          ethnicity_other: given.optional(),
        })
        .optional(),
      race_details: z
        .strictObject({
          race: z
            .array(
              z.enum([
                'african_american',
                'american_indian_or_alaska_native',
                'asian',
                'asian_indian',
                'black_or_african_american',
                'chinese',
                'ethiopian',
                'filipino',
                'guamanian_or_chamorro',
                'haitian',
                'jamaican',
                'japanese',
                'korean',
                'native_hawaiian',
                'native_hawaiian_or_other_pacific_islander',
                'nigerian',
                'other_asian',
                'other_black_or_african_american',
                'other_pacific_islander',
                'prefer_not_to_answer',
                'samoan',
                'somali',
                'vietnamese',
                'white',
              ]),
            )
            .optional(),
          race_other: given.optional(),
        })
        .optional(),
      self_identified_gender: given.optional(),
    })
    .optional(),
});
