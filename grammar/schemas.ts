/** JSON Schemas for other tools: of the IR, and of nnet.config.json with the names of all rules. */
import { rulePages } from "../src/check/all-pages.ts";
import { configSchema } from "../src/cli/config.ts";
import { irSchema } from "../src/model/ir-schema.ts";
import { vocabulary } from "../src/vocabulary.ts";

const text = (schema: unknown): string => `${JSON.stringify(schema, null, 1)}\n`;

/** A definition a line: with one value a line the file would be more than half blanks. */
export function irSchemaText(): string {
  const { $defs, ...head } = irSchema(vocabulary) as { readonly $defs: Readonly<Record<string, unknown>> };
  const definitions = Object.entries($defs).map(
    ([name, schema]) => `${JSON.stringify(name)}: ${JSON.stringify(schema)}`,
  );
  return `${JSON.stringify(head).slice(0, -1)},\n"$defs": {\n${definitions.join(",\n")}\n}}\n`;
}

export function configSchemaText(): string {
  const names = rulePages.map(({ name }) => name).sort();
  const { severities } = configSchema.properties;
  return text({
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "nnet.config.json",
    ...configSchema,
    properties: { ...configSchema.properties, severities: { ...severities, propertyNames: { enum: names } } },
  });
}
