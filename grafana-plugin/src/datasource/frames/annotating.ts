import type { AnnotationEvent, DataFrame } from '@grafana/data';

/** Regions with their sentence. Grafana would look for columns by the names that people read in a table. */
export function annotationsOf(frames: DataFrame[]): AnnotationEvent[] {
  return frames.flatMap((frame) => {
    const column = (name: string) => frame.fields.find((field) => field.name === name)?.values ?? [];
    const [times, ends, titles, texts, tags] = ['time', 'timeEnd', 'title', 'text', 'tags'].map(column);
    return Array.from({ length: frame.length }, (_, row) => ({
      time: times?.[row],
      timeEnd: ends?.[row],
      isRegion: ends?.[row] !== times?.[row],
      title: titles?.[row],
      text: texts?.[row],
      tags: tags?.[row],
    }));
  });
}
