export { anomaliesFrame } from './anomalies';
export { bandFrames, scoreFrames } from './bands';
export { detectorOf, feedOf, kindOf, withFeed, withRest, withTotal } from './base';
export { eventsFrame } from './events';
export { forecastFrames } from './forecast';
export { healthFrame } from './health';
export { incidentsFrame } from './incidents';
export { sourced } from './sourced';
export { templatesFrame } from './templates';
