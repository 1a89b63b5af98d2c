/** The two versions at most that an address wants compared. */
export function versionsIn(search: URLSearchParams): number[] {
  const named = (search.get('compare') ?? '').split(' ').map(Number);
  return [...new Set(named.filter((version) => Number.isInteger(version) && version > 0))].slice(-2);
}

/** The chosen ones with one more, or without it where it was chosen; the oldest choice gives way. */
export function toggled(chosen: number[], version: number): number[] {
  return chosen.includes(version) ? chosen.filter((one) => one !== version) : [...chosen, version].slice(-2);
}
