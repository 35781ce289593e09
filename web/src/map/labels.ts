// Names on the map: the weightier first, and none over another.
export interface Label {
  text: string;
  x: number;
  y: number;
  /** Font of the canvas. */
  font: string;
  colour: string;
  align: CanvasTextAlign;
  /** Which goes first where two would meet. */
  weight: number;
  spacing?: number;
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const PAD = 3;
const LINE = 13;

function meets(a: Box, b: Box): boolean {
  return a.left < b.right && a.right > b.left && a.top < b.bottom && a.bottom > b.top;
}

/** The labels that fit beside one another, and where each stands; names in the middle of their thing stay in the view. */
export function place(
  labels: Label[],
  width: (label: Label) => number,
  viewWidth: number,
  taken: Box[] = [],
): Label[] {
  const boxes = [...taken];
  const kept: Label[] = [];
  for (const wanted of [...labels].sort((a, b) => b.weight - a.weight)) {
    const w = width(wanted);
    const most = viewWidth - w / 2 - PAD;
    const label =
      wanted.align === 'center' && most > w / 2 + PAD
        ? { ...wanted, x: Math.min(most, Math.max(w / 2 + PAD, wanted.x)) }
        : wanted;
    const left = label.align === 'center' ? label.x - w / 2 : label.align === 'right' ? label.x - w : label.x;
    const box = {
      left: left - PAD,
      right: left + w + PAD,
      top: label.y - LINE / 2 - PAD,
      bottom: label.y + LINE / 2 + PAD,
    };
    if (boxes.some((other) => meets(box, other))) continue;
    boxes.push(box);
    kept.push(label);
  }
  return kept;
}

/** Writes labels with a halo of the ground's colour. */
export function write(canvas: CanvasRenderingContext2D, labels: Label[], halo: string): void {
  canvas.textBaseline = 'middle';
  canvas.lineJoin = 'round';
  for (const label of labels) {
    canvas.font = label.font;
    canvas.textAlign = label.align;
    canvas.letterSpacing = `${label.spacing ?? 0}px`;
    canvas.lineWidth = 3;
    canvas.strokeStyle = halo;
    canvas.strokeText(label.text, label.x, label.y);
    canvas.fillStyle = label.colour;
    canvas.fillText(label.text, label.x, label.y);
  }
  canvas.letterSpacing = '0px';
}
