// What an event of a campaign is, in a sentence, and which events a reader stops at.
import type { Event } from '../api/types';
import { endingWords, number, plural, words } from '../lib/format';

export interface Sides {
  id: string;
  short: string;
}

/** Violations without shots and false reports are the noise between the steps. */
export function tells(event: Event): boolean {
  if (event.kind === 'false-reports') return false;
  return event.kind !== 'incident' || event.fight != null;
}

/** Numbers of the events a reader stops at. */
export function stops(events: Event[]): number[] {
  return events.flatMap((event, i) => (tells(event) ? [i] : []));
}

const SETTLED: Record<string, string> = {
  lapsed: 'lapses: nobody answers any more',
  ceasefire: 'ends in a cease-fire',
  investigation: 'is closed by a joint investigation',
  withdrawal: 'ends with a withdrawal',
  stalled: 'stalls',
  open: 'is still open when the history ends',
};

function fought(event: Event, sides: Sides[]): string {
  const fight = event.fight;
  if (!fight) return '';
  const lost = fight.losses.map(
    (l, i) =>
      `${sides[i]?.short ?? ''} loses ${number(l.killed + l.wounded + l.captured)} of ${number(fight.forces[i]?.men ?? 0)}`,
  );
  const winner = sides.find((s) => s.id === fight.winner)?.short;
  return ` ${lost.join(', ')}; ${winner ? `${winner} has the better of it` : 'nobody has the better of it'}.`;
}

/** The event in a sentence or two. */
export function tell(event: Event, sides: Sides[], sectorName: (id: string) => string): string {
  const who = sides.find((s) => s.id === event.side)?.short ?? 'Somebody';
  const where = event.sector != null ? sectorName(event.sector) : '';
  switch (event.kind) {
    case 'incident': {
      const what =
        event.incident_type === 'air'
          ? 'flies over'
          : event.incident_type === 'espionage'
            ? 'sends spies across'
            : 'crosses';
      const stay = event.occupied ? ' and stays' : '';
      return `${who} ${what} the line in ${where}${stay}.${event.fight ? ' Shots fall.' : ''}${fought(event, sides)}`;
    }
    case 'opening':
      return `A crisis opens in ${where}.`;
    case 'decision': {
      const men = event.men ? `, sending ${plural(event.men, 'man', 'men')}` : '';
      const field = event.field ? ' The command in the field decides against its capital’s preference.' : '';
      const raised = event.raised ? ' Chance raises the act beyond what was chosen.' : '';
      return `${who}: ${words(event.rung ?? '')}${men} (${where}).${field}${raised}`;
    }
    case 'arrival':
      return `${plural(event.men ?? 0, 'man', 'men')} of ${who} arrive in ${where}.`;
    case 'battle':
      return `Battle in ${where} (${words(event.rung ?? '')}).${fought(event, sides)}`;
    case 'raid': {
      const lost = event.losses
        ?.map((l, i) => `${sides[i]?.short ?? ''} loses ${number(l.aircraft)} aircraft`)
        .join(', ');
      return `${who} strikes from the air in ${where}. ${lost ?? ''}.`;
    }
    case 'settlement': {
      const lost = event.lost?.map((n, i) => `${sides[i]?.short ?? ''} lost ${number(n)}`).join(', ');
      return `The crisis in ${where} ${SETTLED[event.settlement ?? ''] ?? words(event.settlement ?? '')}. ${lost ?? ''}.`;
    }
    case 'pact':
      return 'The neutrality pact is signed.';
    case 'temptation':
      return event.attacked
        ? 'The tempted side attacks.'
        : 'The tempted side weighs an attack and keeps the peace.';
    case 'denunciation':
      return 'The pact is denounced.';
    case 'entry':
      return 'One side enters the war with all it has.';
    case 'general-war':
      return `General war${event.cause ? `, by ${words(event.cause)}` : ''}.`;
    case 'end':
      return `The history ends: ${endingWords(event.ending ?? '')}.`;
    default:
      return words(event.kind);
  }
}
