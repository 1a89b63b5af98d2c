import type { AdHocVariableFilter } from '@grafana/data';
import { partsOf, readMatcher, sayMatcher } from '../words/matchers';
import { BarographQuery, DEFAULT_QUERY } from './query';

/** Puts the values of variables into a text, each set of values as `format` writes it. */
export type Fill = (text: string, format: (values: string | string[]) => string) => string;

/** A query with the values of variables in it; filters of the dashboard are conditions like its own. */
export function filled(query: BarographQuery, filters: AdHocVariableFilter[], fill: Fill): BarographQuery {
  const { detector, severity, state, labels } = query;
  const plain = <Text extends string>(text: Text | undefined) => text && (fill(text, asAlternatives) as Text);
  const own = partsOf(labels ?? '').map((part) => filledPart(part, fill));
  const others = filters.map(({ key, operator, value }) => sayMatcher({ name: key, operator, value }));
  return {
    ...DEFAULT_QUERY,
    ...query,
    detector: plain(detector),
    severity: plain(severity),
    state: plain(state),
    labels: [...own, ...others].join(', '),
  };
}

/** A value stays one value, whatever stands in it, and a pattern with a value in it means that value. */
function filledPart(part: string, fill: Fill): string {
  const found = readMatcher(part);
  if (!found) {
    return fill(part, asAlternatives);
  }
  const { name, operator, value } = found;
  return sayMatcher({ name: fill(name, asAlternatives), operator, value: fill(value, operator.includes('~') ? asPattern : asAlternatives) });
}

function asAlternatives(values: string | string[]): string {
  return Array.isArray(values) ? values.join('|') : values;
}

/** A variable with several values becomes alternatives: `service=~"$service"`. */
function asPattern(values: string | string[]): string {
  const escaped = [values].flat().map((value) => value.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return escaped.length === 1 ? escaped.join() : `(${escaped.join('|')})`;
}
