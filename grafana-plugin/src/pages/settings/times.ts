import type { Detector } from '../../api/types';

interface Calendar {
  name: string;
  time_zone?: string;
  weekly?: unknown[];
  dates?: unknown[];
  icalendar?: string;
  holidays?: string;
  threshold?: number | null;
}

interface Entry {
  detector: Detector;
  calendar: Calendar;
}

/** The calendars in the policy of a detector. */
export function calendarsOf(detector: Detector): Entry[] {
  const { calendars } = (detector.spec.policy ?? {}) as { calendars?: Calendar[] };
  return (calendars ?? []).map((calendar) => ({ detector, calendar }));
}

/** When a calendar holds, in a line. */
export function sayTimes({ weekly = [], dates = [], icalendar, holidays, time_zone: zone = 'UTC' }: Calendar): string {
  const parts = [
    weekly.length && `${weekly.length} weekly ${weekly.length > 1 ? 'windows' : 'window'}`,
    dates.length && `${dates.length} ${dates.length > 1 ? 'dates' : 'date'}`,
    icalendar && 'an iCalendar file',
    holidays && `holidays of ${holidays}`,
  ].filter(Boolean);
  return `${parts.join(', ')} (${zone})`;
}
