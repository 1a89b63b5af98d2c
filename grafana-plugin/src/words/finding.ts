/** Whether a text stands in what is told of something, in whatever case. */
export function isFoundIn(told: Array<string | undefined>, text: string): boolean {
  return told.join(' ').toLowerCase().includes(text.toLowerCase());
}
