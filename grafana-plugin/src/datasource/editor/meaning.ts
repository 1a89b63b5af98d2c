import { isFoundIn } from '../../words/finding';

export interface DetectorOption {
  value: string;
  label: string;
  description: string;
}

/** Tell whether an option is one of those that a person may mean who typed this. */
export function isMeant({ value, label, description }: DetectorOption, text: string): boolean {
  return isFoundIn([value, label, description], text);
}

/** The detector that a text stands for: Enter takes what was typed, which is a title or the beginning of one more often than an id. */
export function meantDetector(text: string, options: DetectorOption[]): string {
  if (text.includes('$') || options.some(({ value }) => value === text)) {
    return text;
  }
  const titled = options.find(({ label }) => label.toLowerCase() === text.toLowerCase());
  return (titled ?? options.find((option) => isMeant(option, text)))?.value ?? text;
}
