/** One field: where it is (`?`: it may be missing, `[]`: of each), its type, what it means. `object` and `list` hold what is not promised here. */
export type Field = readonly [path: string, type: FieldType, meaning: string];
export type FieldType = 'text' | 'number' | 'moment' | 'ms' | 'true or false' | 'texts' | 'object' | 'list';

const below = (path: string, fields: readonly Field[]): Field[] =>
  fields.map(([name, type, meaning]) => [name ? `${path}.${name}` : path, type, meaning]);

const RELEASE_ROW: Field[] = [
  ['service', 'text', 'its service'],
  ['number', 'number', 'with the service its name: `hello#2`'],
  ['state', 'text', 'a [state](architecture.md#life-of-a-release); `SUCCEEDED` alone is good'],
  ['sha', 'text', 'the commit: 40 hex digits'],
  ['subject', 'text', 'first line of its message'],
  ['author', 'text', 'who wrote it, as the commit says'],
  ['stage?', 'text', 'where it waits, works or ended'],
  ['reason?', 'text', 'why it is where it is'],
  ['acceptedAt', 'moment', 'when its push, or the order, was accepted'],
  ['endedAt?', 'moment', 'when it ended'],
  ['executionArn?', 'text', 'its execution in Step Functions'],
];

const EVENT: Field[] = [
  ['release', 'text', '`hello#2`'],
  ['number', 'number', 'its place in the history, from 1'],
  ['at', 'moment', 'when'],
  ['actor', 'text', 'who made it happen: a person, `push by amy`, `bakewatch`'],
  ['kind', 'text', 'what happened, in one word'],
  ['sentence', 'text', 'the same for people'],
  ['state', 'text', 'the state afterwards'],
  ['stage?', 'text', 'where'],
  ['page?', 'true or false', 'somebody must look at it now'],
  ['alarms?', 'texts', 'alarms that it is about'],
  ['logs?', 'text', 'where the log of this step is'],
  ['refused?', 'text', 'the kind of the order that was refused'],
];

const SPREAD: Field[] = [
  ['n', 'number', 'how many durations'],
  ['medianMs?', 'ms', 'missing where there is none'],
  ['p90Ms?', 'ms', 'what nine of ten did not exceed'],
];

const STATUS: Field[] = [
  ['now', 'moment', 'when it was asked'],
  ['services[].name', 'text', 'the service'],
  ['services[].repository?', 'text', '`owner/name`'],
  ['services[].stages[].name', 'text', 'the stage'],
  ['services[].stages[].current?.release', 'number', 'the release that runs there'],
  ['services[].stages[].current?.sha', 'text', 'its commit'],
  ['services[].stages[].current?.digest', 'text', 'its image'],
  ['services[].stages[].current?.taskDefinitions', 'object', 'by the name of the target'],
  ['services[].stages[].current?.at', 'moment', 'since when'],
  ['services[].stages[].current?.adopted?', 'object', 'what somebody deployed by hand and adopted'],
  ['services[].stages[].current?.subject?', 'text', 'of the commit'],
  ['services[].stages[].current?.author?', 'text', 'of the commit'],
  ['services[].stages[].holder?.release', 'number', 'the release that is at work there'],
  ['services[].stages[].holder?.since', 'moment', 'since when'],
  ['services[].stages[].holder?.state?', 'text', 'what it does'],
  ['services[].stages[].holder?.reason?', 'text', 'why'],
  ['services[].stages[].hold?', 'object', 'nobody new enters: `kind`, `release`, `reason`, `since`'],
  ['services[].stages[].waiting[].release', 'number', 'a release that waits for the stage'],
  ['services[].stages[].waiting[].reason', 'text', 'for what'],
  ...below('services[].releases[]', RELEASE_ROW),
  ['freezes[].service?', 'text', 'missing: every service'],
  ['freezes[].stage?', 'text', 'missing: every stage'],
  ['freezes[].by', 'text', 'who froze it'],
  ['freezes[].reason', 'text', 'why'],
  ['freezes[].at', 'moment', 'when'],
  ['freezes[].until?', 'moment', 'missing: until it is lifted'],
];

const WHY: Field[] = [
  ['asked', 'text', 'what was asked about'],
  ['now', 'moment', 'when'],
  ['headline', 'text', 'the answer in one sentence'],
  ['isKnown', 'true or false', 'false: nobody knows it, and the exit code is 1'],
  ['sha?', 'text', 'the commit'],
  ['subject?', 'text', 'first line of its message'],
  ['services[].service', 'text', 'the service'],
  ['services[].kind', 'text', '`released`, `contained`, `ignored`, `unreleased`, `elsewhere`, `unknown`'],
  ['services[].sentence', 'text', 'the answer for this service'],
  ['services[].release?', 'text', 'the release whose way decides'],
  ['services[].releases[].release', 'text', 'a release that has it'],
  ['services[].releases[].state', 'text', 'its state'],
  ['services[].releases[].bond', 'text', '`own`, `contains` or `presumed`'],
  ['services[].releases[].sentence', 'text', 'the same for people'],
  ['services[].releases[].endedAt?', 'moment', 'when it ended'],
  [
    'services[].stages',
    'list',
    'where it is in each: `stage`, `kind`, `sentence`, `next`, and what belongs to the kind',
  ],
  ['services[].next[].what', 'text', 'what brings it on'],
  ['services[].next[].at?', 'moment', 'when, where it comes by itself'],
  ['services[].next[].command?', 'text', 'to be pasted'],
  ['next[].what', 'text', 'the same where no service has anything to say'],
  ['next[].at?', 'moment', ''],
  ['next[].command?', 'text', ''],
  ['unanswered', 'texts', 'what could not be asked, and may be otherwise'],
];

const ORDER: Field[] = [
  ['id', 'text', 'the order`s own: send it again with `--id`'],
  ['done?', 'true or false', 'whether it had its effect'],
  ['message?', 'text', 'what was done, or why nothing was'],
  ['made?', 'text', 'the release that was made for it'],
  ['isRepeat?', 'true or false', 'it was answered before: nothing was done now'],
  ['errorMessage?', 'text', 'instead of the others: it broke off, and may be done or not'],
];

/** What each command prints with `--json`. An order is what people give: `deploy`, `approve` and so on. */
export const JSON_SHAPES: Record<string, readonly Field[]> = {
  init: [
    ['file', 'text', 'what was written'],
    ['place?', 'text', 'where AWS was asked'],
    ['configuration', 'object', 'the file as it is read: durations in ms, defaults filled in'],
    ['toFill', 'texts', 'what is no better than a guess'],
    ['notes', 'texts', 'what could not be found out'],
  ],
  demo: [
    ['releases', 'list', 'as `release` of `show`'],
    ['visitors', 'object', 'what the visitors met: `good`, `bad`, `lost`'],
    ['checks[].what', 'text', 'what was to hold'],
    ['checks[].holds', 'true or false', 'whether it did'],
    ['checks[].seen', 'text', 'what was seen'],
    ['durationMs', 'ms', 'how long it took'],
  ],
  status: STATUS,
  history: below('[]', RELEASE_ROW),
  show: [
    ...below('release', [
      ...RELEASE_ROW,
      ['ref', 'text', '`refs/heads/main`'],
      ['before', 'text', 'the head before; zeros: none, or not known'],
      ['repositoryId', 'number', 'the repository`s number'],
      ['repositoryName', 'text', '`owner/name`'],
      ['digest?', 'text', 'its image, once it is built'],
      ['events', 'number', 'how many events it has'],
      ['pusher?', 'text', 'who pushed'],
      ['askedFor?', 'object', 'who ordered it, and why: it came of no push'],
      ['turnsBack?', 'object', 'it is a rollback by hand: to what, by whom, why'],
      ['emergency?', 'object', 'who lets it pass'],
      ['cancelled?', 'object', 'who cancelled it'],
      ['reverts?', 'texts', 'commits that it says it reverts'],
      ['unordered?', 'true or false', 'the repository is asked what is newest'],
      ['leaves?', 'text', 'how it left its stage when it was turned around'],
    ]),
    ['build?.id', 'text', 'its build'],
    ['build?.logs?', 'text', 'where the log is'],
    ...below('events[]', EVENT),
  ],
  watch: [
    ...below('event?', EVENT),
    ['end?.release', 'text', 'on the last line: which release'],
    ['end?.state', 'text', 'how it ended, or where it is'],
    ['end?.stage?', 'text', 'where'],
    ['end?.reason?', 'text', 'why'],
    ['end?.endedAt?', 'moment', 'when'],
    ['end?.isLate', 'true or false', 'the time-out was over before it had ended'],
  ],
  why: WHY,
  audit: [
    ['[].id', 'text', 'the order`s own'],
    ['[].by', 'text', 'who'],
    ['[].via', 'text', '`cli` or `slack`'],
    ['[].kind', 'text', 'which command'],
    ['[].command', 'object', 'as it was asked'],
    ['[].reason', 'text', 'why'],
    ['[].at', 'moment', 'when'],
    ['[].isDone', 'true or false', 'false: refused'],
    ['[].message', 'text', 'what became of it'],
    ['[].made?', 'text', 'the release that was made for it'],
  ],
  metrics: [
    ['now', 'moment', 'when'],
    ['services[].service', 'text', 'the service'],
    ['services[].stage?', 'text', 'its last stage; missing: it is not configured any more'],
    ['services[].windows[].days', 'number', 'how long the window is, until now'],
    ['services[].windows[].deployments.count', 'number', ''],
    ['services[].windows[].deployments.perDay', 'number', ''],
    ...below('services[].windows[].leadTime', SPREAD),
    ['services[].windows[].changeFailure.failed', 'number', ''],
    ['services[].windows[].changeFailure.of', 'number', 'deployments whose outcome is known'],
    ['services[].windows[].changeFailure.rate?', 'number', 'from 0 to 1; missing where there is none'],
    ...below('services[].windows[].timeToRestore', SPREAD),
    ['services[].windows[].timeToRestore.open', 'number', 'failures after which it is not known to be good again'],
  ],
  order: ORDER,
  doctor: [
    ['place', 'text', 'where: a region or a directory'],
    ['isWell', 'true or false', 'nothing is wrong'],
    ['findings[].kind', 'text', '`ok`, `warning`, `wrong`, `unchecked`'],
    ['findings[].about', 'text', 'what it is about'],
    ['findings[].message', 'text', 'what was found'],
    ['findings[].remedy?', 'text', 'what to do'],
  ],
  validate: [
    ['file', 'text', 'which'],
    ['isRight', 'true or false', 'there may be warnings'],
    ['mistakes[].line', 'number', 'in the file'],
    ['mistakes[].path', 'text', '`services.hello.branch`'],
    ['mistakes[].message', 'text', ''],
    ['aws?.asked', 'true or false', 'missing with `--offline`'],
    ['aws?.why?', 'text', 'why AWS was not asked'],
    ['aws?.isRefused?', 'true or false', 'AWS refuses these credentials'],
    ['aws?.account?', 'text', 'which was asked'],
    ['aws?.region?', 'text', 'where'],
    ['aws?.findings?[].kind', 'text', '`mistake`, `warning`, `unchecked`'],
    ['aws?.findings?[].line', 'number', 'in the file'],
    ['aws?.findings?[].path', 'text', ''],
    ['aws?.findings?[].message', 'text', ''],
    ['aws?.findings?[].remedy', 'text', 'what to do'],
  ],
  plan: [
    ['file', 'text', 'which'],
    ['now', 'moment', 'when'],
    ['isLive', 'true or false', 'what would be met was asked, too'],
    ['services[].service', 'text', 'the service'],
    ['services[].repository', 'text', '`owner/name`'],
    ['services[].lines', 'list', '`what`, `says`, `letsIn`'],
    ['services[].stages[].name', 'text', 'the stage'],
    ['services[].stages[].lines[].what', 'text', 'what it is about'],
    ['services[].stages[].lines[].says', 'texts', 'sentences'],
    ['services[].stages[].lines[].letsIn?', 'true or false', 'whether it lets a release on now'],
    ['services[].stages[].takes', 'object', '`atBestMs`, `atMostMs`, `waitsAtMostMs`'],
    ['services[].stages[].plan', 'object', 'what a release would carry with it'],
    ['services[].takes', 'object', 'the same of all stages, and a sentence'],
  ],
};

/** What goes wrong, with `--json`: on standard error. */
export const ERROR_SHAPE: readonly Field[] = [
  ['error.message', 'text', 'what is wrong, and what helps'],
  ['error.exitCode', 'number', 'the same as the exit code'],
];

/** The fields of one command's `--json`; undefined: it has none. An order has that of all orders. */
export const shapeOf = (command: string, isOrder: boolean): readonly Field[] | undefined =>
  JSON_SHAPES[isOrder ? 'order' : command];
