const PLAIN = /^[a-z][\w./-]*(:\/\/[\w./-]+)?$/i;
const NOT_TEXT = /^(true|false|yes|no|on|off|null)$/i;

/** Plain values as YAML, the way a person would write them. */
export function asYaml(value: unknown, indent = ''): string {
  return Object.entries(value as Record<string, unknown>)
    .map(([name, part]) => `${indent}${name}:${asPart(part, indent)}`)
    .join('');
}

function asPart(part: unknown, indent: string): string {
  if (Array.isArray(part) && part.some((one) => typeof one === 'object')) {
    return `\n${part.map((one) => `${indent}  - ${asYaml(one, `${indent}    `).trimStart()}`).join('')}`;
  }
  if (Array.isArray(part)) {
    return ` [${part.map(asScalar).join(', ')}]\n`;
  }
  return part !== null && typeof part === 'object' ? `\n${asYaml(part, `${indent}  `)}` : ` ${asScalar(part)}\n`;
}

function asScalar(value: unknown): string {
  return typeof value === 'string' && PLAIN.test(value) && !NOT_TEXT.test(value) ? value : JSON.stringify(value);
}
