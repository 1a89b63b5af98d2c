const NAMED = /^(\S+) \((.+)\)$/;
const GRAFANA = /^grafana:\d+:(user|service-account|api-key):(\d+)$/;
const RULES = /^automation:(.+)$/;
const FILE = /^file (.*\/)?([^/]+)$/;

/** Who did something, as people call each other; histories hold a stable id with the name behind it. */
export function sayPerson(author: string): string {
  const name = NAMED.exec(author)?.[2];
  const rules = RULES.exec(author)?.[1];
  const file = FILE.exec(author)?.[2];
  const [, kind, number] = GRAFANA.exec(author) ?? [];
  if (name) {
    return author.startsWith('key:') ? `${name} (API key)` : name;
  }
  if (rules) {
    return `rule ${rules.split('>').at(-1)}`;
  }
  return file ? `the file ${file}` : kind ? `${kind.replace('-', ' ')} ${number} of Grafana` : author;
}
