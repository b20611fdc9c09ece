declare const brand: unique symbol;

/** Text that is the JSON of a value of that type: what is read far more often than it changes is kept as it is told. */
export type JsonText<Value> = string & { readonly [brand]: Value };

export function jsonText<Value>(value: Value): JsonText<Value> {
  return JSON.stringify(value) as JsonText<Value>;
}
