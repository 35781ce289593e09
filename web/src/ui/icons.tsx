// The few icons of the page, drawn, so that they look alike on every machine.
const PATHS = {
  first: 'M5 4v12M16 4L7 10l9 6z',
  back: 'M14 4L6 10l8 6z',
  forward: 'M6 4l8 6-8 6z',
  step: 'M4 4l8 6-8 6zM15 4v12',
  backStep: 'M16 4l-8 6 8 6zM5 4v12',
  pause: 'M6 4v12M13 4v12',
  plus: 'M10 4v12M4 10h12',
  minus: 'M4 10h12',
  all: 'M4 8V4h4M12 4h4v4M16 12v4h-4M8 16H4v-4',
  sun: 'M10 2v2M10 16v2M2 10h2M16 10h2M4.3 4.3l1.5 1.5M14.2 14.2l1.5 1.5M4.3 15.7l1.5-1.5M14.2 5.8l1.5-1.5M10 6.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7z',
  moon: 'M15.5 12.5A6.5 6.5 0 017.5 4.5a6.5 6.5 0 108 8z',
} as const;

const FILLED = new Set(['forward', 'back', 'step', 'backStep', 'first']);

export function Icon(props: { of: keyof typeof PATHS }) {
  const { of } = props;
  return (
    <svg width={18} height={18} viewBox="0 0 20 20" aria-hidden="true" class="icon-drawing">
      <path d={PATHS[of]} fill={FILLED.has(of) ? 'currentColor' : 'none'} />
    </svg>
  );
}
