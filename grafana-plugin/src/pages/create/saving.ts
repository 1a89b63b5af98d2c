import { locationService } from '@grafana/runtime';
import type { DetectorSpec } from '../../api/types';
import type { PageBackend } from '../backend';
import { pagePath } from '../paths';

/** Make detectors one after the other and open the page of the first, or the list where they are several. */
export async function saveAll({ api }: PageBackend, specs: DetectorSpec[]): Promise<void> {
  const ids: string[] = [];
  for (const spec of specs) {
    try {
      ids.push((await api.create(spec)).id);
    } catch (failure) {
      const saved = ids.length ? ` Saved before it: ${ids.join(', ')}.` : '';
      throw new Error(`${spec.name}: ${(failure as Error).message}${saved}`);
    }
  }
  locationService.push(pagePath(`detectors${ids.length === 1 ? `/${ids[0]}` : ''}`));
}
