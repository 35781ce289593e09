// What the page has asked from the server, each once: the record, the run that is looked at, the world, the words.
import { computed, effect, signal } from '@preact/signals';
import { resource } from '../api/resource';
import type {
  ActRow,
  Conflict,
  Context,
  Distribution,
  Fans,
  Geometry,
  IncidentRow,
  Interventions,
  Page,
  Parameter,
  Rival,
  Run,
  RunItem,
  Status,
  Truth,
  Words,
  World,
} from '../api/types';
import { mostUnusual } from '../ensemble/sayings';
import { DAY, day } from '../lib/time';
import * as view from './view';

const RUN_POLL_MS = 700;
const turn = signal(0);
// Asked first: what the page opens on waits for it.
export const runs = resource<RunItem[]>(() => {
  void turn.value;
  return 'runs';
});

export const status = resource<Status>(() => 'status');
export const conflict = resource<Conflict>(() => 'conflict');
export const geometry = resource<Geometry>(() => 'geometry');
export const incidents = resource<IncidentRow[]>(() => 'incidents');
export const acts = resource<ActRow[]>(() => 'acts');
export const context = resource<Context>(() => 'context');
export const words = resource<Words>(() => 'words');
export const rivals = resource<Rival[]>(() => 'rivals');
export const interventions = resource<Interventions>(() => 'interventions');
export const parameters = resource<Parameter[]>(() => 'parameters');

/** The run that is looked at: the chosen one, else the first that the server names. */
export const run = computed<RunItem | null>(() => {
  const all = runs.value.value ?? [];
  return all.find((r) => r.id === view.chosenRun.value) ?? all[0] ?? null;
});
/** Its name, once it can be looked at. */
export const readyRun = computed(() => (run.value?.state === 'ready' ? run.value.id : null));

/** How many campaigns it has: what is said of it is asked again when it has grown. */
const grown = computed(() => run.value?.replications ?? 0);

const ofRun = (path: string) => () => {
  void grown.value;
  return readyRun.value === null ? null : `runs/${readyRun.value}${path}`;
};

export const runDetail = resource<Run>(ofRun(''));
export const truth = resource<Truth>(ofRun('/truth'));
export const fans = resource<Fans>(ofRun('/fans'));
export const fan = resource<Fans>(() =>
  readyRun.value === null || view.measure.value === null
    ? null
    : `runs/${readyRun.value}/fans?measure=${view.measure.value}`,
);
export const distribution = resource<Distribution>(() => {
  void grown.value;
  return readyRun.value === null || shownObservable.value === null
    ? null
    : `runs/${readyRun.value}/distributions/${shownObservable.value}`;
});
/** The world that is open: a campaign of the run, or one world of a pair of the what-if. */
export const worldDetail = resource<World>(() => {
  const campaign = view.world.value;
  if (campaign === null) return null;
  if (view.arm.value === null) {
    return readyRun.value === null ? null : `runs/${readyRun.value}/campaigns/${campaign}`;
  }
  const changed =
    view.arm.value === 'counterfactual'
      ? { interventions: view.interventions.value, parameters: view.fixed.value }
      : {};
  return {
    path: 'world',
    body: { campaign, campaigns: view.pairs.value, seed: view.seed.value, ...changed },
  };
});
export const page = resource<Page>(() =>
  view.incident.value === null ? null : `pages/${view.incident.value}`,
);

/** The observable whose distribution is shown: the chosen one, else the one that the page opens on. */
export const shownObservable = computed<string | null>(() => {
  const all = runDetail.value.value?.comparison ?? [];
  const chosen = all.find((c) => c.id === view.observable.value);
  return (chosen ?? mostUnusual(all) ?? all[0])?.id ?? null;
});

/** Sets the clock to the conflict, and asks again for runs while one is being played. */
export function bindStore(): void {
  effect(() => {
    const days = conflict.value.value?.days;
    if (!days) return;
    view.history.value = { from: day(days[0] ?? ''), to: day(days[1] ?? '') + DAY - 1 };
  });
  effect(() => {
    if (run.value?.state !== 'playing' && run.value?.grows_to == null) return;
    const timer = setTimeout(() => (turn.value += 1), RUN_POLL_MS);
    return () => clearTimeout(timer);
  });
}
