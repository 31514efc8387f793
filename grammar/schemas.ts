/** JSON Schemas for other tools: of the IR, and of nnet.config.json with the names of all rules. */
import { rulePages } from "../src/check/all-pages.ts";
import { configSchema } from "../src/cli/config.ts";
import { irSchema } from "../src/model/ir-schema.ts";
import { vocabulary } from "../src/vocabulary.ts";

const text = (schema: unknown): string => `${JSON.stringify(schema, null, 1)}\n`;

export function irSchemaText(): string {
  return text(irSchema(vocabulary));
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
