const READ_TO = 'barograph-anomaly-app.notices.readTo';
const KNOWN = 'barograph-anomaly-app.notices.known';
const BROWSER = 'barograph-anomaly-app.notices.browser';

/** What this browser remembers; where storage is off it remembers nothing and everything still works. */
export const memory = {
  readTo: (): number => Number(read(READ_TO) ?? 0),
  setReadTo: (id: number) => write(READ_TO, String(id)),
  known: <Value>(): Value[] => parse(read(KNOWN)),
  setKnown: (notices: unknown[]) => write(KNOWN, JSON.stringify(notices)),
  wantsBrowser: (): boolean => read(BROWSER) === 'yes',
  setWantsBrowser: (wants: boolean) => write(BROWSER, wants ? 'yes' : 'no'),
};

function read(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // A browser that stores nothing forgets; that harms nobody.
  }
}

function parse<Value>(text: string | null): Value[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
