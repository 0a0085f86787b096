import validate from 'asl-validator';
import { isObject, type JsonObject } from '../json.ts';
import { type CompileOptions, compileDefinition, JSONATA_ONLY } from './compile-definition.ts';

export interface Diagnostic {
  code: 'INVALID_JSON_DESCRIPTION' | 'SCHEMA_VALIDATION_FAILED';
  message: string;
  /** A JSON pointer into the definition. */
  location?: string;
}

/** Everything that is wrong with the text of a definition, in one go; empty when it can be run. */
export function diagnose(text: string, options: CompileOptions): Diagnostic[] {
  const { json, diagnostic } = parse(text);
  if (diagnostic) return [diagnostic];
  if (json['QueryLanguage'] !== 'JSONata') return [schemaFailure(JSONATA_ONLY, '/QueryLanguage')];
  const diagnostics: Diagnostic[] = [];
  compileDefinition(json, options, (location, message) => diagnostics.push(schemaFailure(message, location)));
  const { errors } = validate(acceptable(json));
  const fromSchema = errors.map((error) => schemaFailure(`${error['Error code']}: ${error.Message}`));
  return [...diagnostics, ...fromSchema];
}

type Parsed = { json: JsonObject; diagnostic?: never } | { json?: never; diagnostic: Diagnostic };

function parse(text: string): Parsed {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return { diagnostic: { code: 'INVALID_JSON_DESCRIPTION', message: (error as Error).message } };
  }
  return isObject(json) ? { json } : { diagnostic: schemaFailure('Definition must be a valid JSON object') };
}

const schemaFailure = (message: string, location?: string): Diagnostic => ({
  code: 'SCHEMA_VALIDATION_FAILED',
  message,
  ...(location ? { location } : {}),
});

const TEMPLATES = new Set(['Output', 'Arguments', 'Items', 'ItemSelector', 'Condition']);

/**
 * A copy for asl-validator, which writes defaults into what it checks. Its schema refuses templates that are constants or lists
 * of them; AWS takes them and they have been compiled above, so they stand here as expressions.
 */
function acceptable(json: JsonObject): object {
  return JSON.parse(JSON.stringify(json), (key, value) =>
    TEMPLATES.has(key) && !isObject(value) ? '{% [] %}' : value,
  );
}
