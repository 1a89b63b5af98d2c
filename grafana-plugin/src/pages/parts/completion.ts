/** As much of a JSON Schema as completion needs. */
export interface Schema {
  $ref?: string;
  $defs?: Record<string, Schema>;
  properties?: Record<string, Schema>;
  items?: Schema;
  anyOf?: Schema[];
  oneOf?: Schema[];
  type?: string;
  description?: string;
  enum?: unknown[];
  const?: unknown;
}

interface Word {
  name: string;
  help: string;
}

/** Where something is written: the keys above it, an item of a list as `[]`, and the key whose value it is, if any. */
interface Place {
  path: string[];
  value?: string;
}

const ITEM = '[]';

/** The place at the end of a text of YAML. */
export function placeIn(text: string): Place {
  const lines = text.split('\n');
  const last = lines.pop() ?? '';
  const open: Array<{ indent: number; name: string }> = [];
  const close = (isOver: (indent: number, name: string) => boolean) => {
    for (let top = open.at(-1); top && isOver(top.indent, top.name); top = open.at(-1)) {
      open.pop();
    }
  };
  const enter = (line: string) => {
    let indent = line.search(/\S|$/);
    for (; line.startsWith('- ', indent); indent += line.slice(indent + 1).search(/\S|$/) + 1) {
      const at = indent;
      close((own, name) => own > at || (own === at && name === ITEM));
      open.push({ indent, name: ITEM });
    }
    close((own) => own >= indent);
    return { indent, key: /^([\w-]+):(\s|$)/.exec(line.slice(indent))?.[1] };
  };
  for (const line of lines.filter((one) => one.trim() && !one.trim().startsWith('#'))) {
    const { indent, key } = enter(line);
    if (key) {
      open.push({ indent, name: key });
    }
  }
  const { key } = enter(last);
  return { path: open.map(({ name }) => name), value: key };
}

/** What may be written at a place, with its help: keys, or the values of a key. */
export function wordsAt(schema: Schema | undefined, { path, value }: Place): Word[] {
  if (!schema) {
    return [];
  }
  const steps = value === undefined ? path : [...path, value];
  const found = steps.reduce((parts, step) => parts.flatMap((part) => inside(schema, part, step)), meanings(schema, schema));
  return value === undefined ? keysOf(found) : valuesOf(found);
}

function inside(root: Schema, part: Schema, step: string): Schema[] {
  const next = step === ITEM ? part.items : part.properties?.[step];
  return next ? meanings(root, next) : [];
}

/** Everything that a part of a schema may mean, references and alternatives followed. */
function meanings(root: Schema, part: Schema): Schema[] {
  if (part.$ref) {
    const named = root.$defs?.[part.$ref.replace('#/$defs/', '')];
    return named ? meanings(root, named) : [];
  }
  const others = part.anyOf ?? part.oneOf;
  return others ? others.flatMap((one) => meanings(root, one)) : [part];
}

function keysOf(parts: Schema[]): Word[] {
  const words = new Map<string, string>();
  for (const [name, { description = '' }] of parts.flatMap(({ properties = {} }) => Object.entries(properties))) {
    words.set(name, words.get(name) || description);
  }
  return [...words].map(([name, help]) => ({ name, help }));
}

function valuesOf(parts: Schema[]): Word[] {
  const values = parts.flatMap(({ type, enum: choices, const: only }) => choices ?? (only !== undefined ? [only] : type === 'boolean' ? [true, false] : []));
  return [...new Set(values.map(String))].map((name) => ({ name, help: '' }));
}
