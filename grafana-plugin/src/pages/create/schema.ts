/** As much of a JSON Schema as completion needs. */
export interface Schema {
  properties?: Record<string, Schema>;
  $defs?: Record<string, Schema>;
  description?: string;
  enum?: unknown[];
}

export interface Word {
  name: string;
  help: string;
}

/** Every key that may stand in a file of detectors, once, in alphabetical order, with its help. */
export function wordsOf(schema: Schema | undefined): Word[] {
  const found = new Map<string, string>();
  for (const part of [schema, ...Object.values(schema?.$defs ?? {})]) {
    for (const [name, { description = '' }] of Object.entries(part?.properties ?? {})) {
      found.set(name, found.get(name) || description);
    }
  }
  return [...found].map(([name, help]) => ({ name, help })).sort((a, b) => a.name.localeCompare(b.name));
}
