import { useCallback, useMemo } from 'react';
import type { PageBackend } from './backend';
import { useAsked } from './useAsked';

const EVERY_MS = 60_000;

/** How people call detectors; one that is gone, or not known yet, keeps its name. */
export function useTitles({ api }: PageBackend): (id: string) => string {
  const { value: detectors } = useAsked(useCallback(() => api.detectors(), [api]), EVERY_MS);
  const titles = useMemo(() => new Map(detectors?.map(({ id, spec }) => [id, spec.title])), [detectors]);
  return (id) => titles.get(id) || id;
}
