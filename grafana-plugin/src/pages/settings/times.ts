import type { Detector } from '../../api/types';

interface Calendar {
  name: string;
  time_zone?: string;
  weekly?: Array<{ days?: string[]; start?: string; end?: string }>;
  dates?: Array<{ first: string; last?: string | null }>;
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
    ...weekly.map(({ days = [], start = '00:00', end = '00:00' }) => `${sayDays(days)} ${start.slice(0, 5)} to ${end.slice(0, 5)}`),
    ...dates.map(({ first, last }) => (last && last !== first ? `${first} to ${last}` : first)),
    ...(icalendar ? ['an iCalendar file'] : []),
    ...(holidays ? [`holidays of ${holidays}`] : []),
  ];
  return `${parts.join(', ')} (${zone})`;
}

function sayDays(days: string[]): string {
  return days.map((day) => day.charAt(0).toUpperCase() + day.slice(1)).join(', ') || 'every day';
}
