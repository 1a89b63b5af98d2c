const PREFIX = 'barograph-anomaly-app.notices';
const BROWSER = `${PREFIX}.browser`;

/** What this browser remembers of one data source; where storage is off it remembers nothing and everything still works. */
export class Memory {
  constructor(private readonly source: string) {}

  known<Value>(): Value[] {
    return parse(read(this.key('known')));
  }

  setKnown(notices: unknown[]): void {
    write(this.key('known'), JSON.stringify(notices));
  }

  /** The moment of the latest notice that was read: moments go on where ids begin anew, as in a new database. */
  readTo(): number {
    return Number(read(this.key('readToMs')) ?? 0);
  }

  setReadTo(atMs: number): void {
    write(this.key('readToMs'), String(atMs));
  }

  private key(name: string): string {
    return `${PREFIX}.${this.source}.${name}`;
  }
}

/** Whether the browser itself should tell of critical incidents; that is chosen once for all. */
export const browserChoice = {
  isOn: (): boolean => read(BROWSER) === 'yes',
  set: (wants: boolean) => write(BROWSER, wants ? 'yes' : 'no'),
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
