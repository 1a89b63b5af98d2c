type Told = { items: Array<{ id: string; code: string | null; message: string }> };

const MOST_AT_ONCE = 100;

/** Turn many, so many in a request, and return why some were refused, by their id. */
export async function turnAll(ids: string[], turn: (part: string[]) => Promise<Told>): Promise<Map<string, string>> {
  const refused = new Map<string, string>();
  for (let at = 0; at < ids.length; at += MOST_AT_ONCE) {
    const { items } = await turn(ids.slice(at, at + MOST_AT_ONCE));
    items.filter(({ code }) => code).forEach(({ id, code, message }) => refused.set(id, `${message} (${code})`));
  }
  return refused;
}

/** Tell a refusal, and of how many it is one. */
export function complain(refused: Map<string, string>, total: number): void {
  const [first] = refused.values();
  if (first !== undefined) {
    throw new Error(total === 1 ? first : `${refused.size} of ${total} were refused. ${first}`);
  }
}
