// What browsers have and jsdom has not; Grafana's packages look for it when they are loaded or drawn.
const { TextDecoder, TextEncoder } = require('util');

class Observer {
  observe() {}
  unobserve() {}
  disconnect() {}
}

const matchMedia = () => ({ matches: false, addEventListener() {}, removeEventListener() {}, addListener() {}, removeListener() {} });

Object.assign(globalThis, { TextDecoder, TextEncoder, ResizeObserver: Observer, IntersectionObserver: Observer, matchMedia });

HTMLCanvasElement.prototype.getContext = () => ({ measureText: (text) => ({ width: 8 * text.length }) });
