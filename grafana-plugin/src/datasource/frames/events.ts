import { DataFrame, FieldType } from '@grafana/data';
import type { LoggedEvent } from '../../api/types';
import { APP_PATH } from '../../ids';
import { columnsOf, makeFrame, MOMENT, NOT_READ, SENTENCE } from './base';

const LINK = { title: 'Open the detector', url: `${APP_PATH}/detectors/\${__data.fields.detector_id}` };

/** What happened, as a table and as annotations: an episode or an incident is a region, the rest are moments. */
export function eventsFrame(events: LoggedEvent[], refId: string): DataFrame {
  const field = columnsOf(events);
  return makeFrame('events', refId, 'Events', [
    field('time', FieldType.time, (item) => startOf(item), { displayName: 'When', ...MOMENT }),
    field('timeEnd', FieldType.time, (item) => endOf(item), { displayName: 'Until', ...MOMENT }),
    field('title', FieldType.string, (item) => sayType(item.type), { displayName: 'Event' }),
    field('text', FieldType.string, sayEvent, { displayName: 'What', links: [LINK], ...SENTENCE }),
    field('tags', FieldType.other, tagsOf, { displayName: 'Tags', ...NOT_READ }),
    field('detector_id', FieldType.string, (item) => item.detector_id ?? '', { displayName: 'Detector' }),
    field('id', FieldType.string, (item) => String(item.id), { displayName: 'Id', ...NOT_READ }),
  ]);
}

/** `model_promoted` as people say it: "Model promoted". */
function sayType(type: string): string {
  const words = type.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function episodeOf({ payload }: LoggedEvent) {
  return payload.incident ?? payload.anomaly;
}

function startOf(event: LoggedEvent): number {
  return episodeOf(event)?.started_ms ?? event.created_ms;
}

function endOf(event: LoggedEvent): number {
  const episode = episodeOf(event);
  return episode ? (episode.ended_ms ?? episode.updated_ms) : event.created_ms;
}

function sayEvent({ payload, detector_id: detector, type }: LoggedEvent): string {
  const sentence = payload.incident?.sentence ?? payload.anomaly?.evidence.sentence ?? payload.sentence;
  const why = typeof payload.reason === 'string' ? payload.reason.replaceAll('_', ' ') : '';
  // A sentence names what it is about; what has none is told of the detector.
  return typeof sentence === 'string' && sentence ? sentence : [detector, [sayType(type), why].filter(Boolean).join(', ')].filter(Boolean).join(': ');
}

function tagsOf({ type, detector_id: detector, payload }: LoggedEvent): string[] {
  return [type, detector, payload.incident?.severity ?? payload.anomaly?.severity].filter((tag) => tag !== undefined && tag !== null);
}
