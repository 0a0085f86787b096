/** The arrows between the rooms (docs/architecture.md). Each forbidden arrow says what to do instead. */
const arrow = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

export default {
  forbidden: [
    arrow(
      'core-is-pure',
      'core/ decides and does nothing else. Put I/O behind a port (core/ports/) and its implementation into adapters/.',
      { path: '^core/' },
      { pathNot: '^(core/|node_modules/(zod|picomatch|yaml|croner|@date-fns/tz)/)' },
    ),
    arrow(
      'adapters-know-only-core',
      'An adapter implements a port of core/. It may not know functions, views, infra, local or cli.',
      { path: '^adapters/' },
      { path: '^(functions|views|infra|local|cli|test|bench|examples)/' },
    ),
    arrow(
      'only-adapters-import-the-sdk',
      'A use case or command that talks to AWS does it through a port: write or extend an adapter.',
      { path: '^(core|functions|views|infra)/' },
      { path: '^node_modules/@aws-sdk/client-' },
    ),
    arrow(
      'use-cases-know-no-adapter',
      'Only handler.ts wires. A use case takes its ports as one object argument.',
      { path: '^functions/', pathNot: '/(handler|wire)\\.ts$' },
      { path: '^adapters/' },
    ),
    arrow(
      'functions-stand-alone',
      'A function folder does not import another one: what several of them do the same way belongs to functions/steps/ (do), functions/compose/ (wire) or core/ (decide).',
      { path: '^functions/([^/]+)/' },
      { path: '^functions/', pathNot: ['^functions/$1/', '^functions/(compose|steps)/'] },
    ),
    arrow(
      'only-show-widget-shows',
      'Of the functions, show-widget alone shows views: the others stay small, and say what they have to say in sentences.',
      { path: '^functions/(?!(show-widget|answer-slack)/)' },
      { path: '^(views/|node_modules/preact)' },
    ),
    arrow(
      'answer-slack-only-reads-views',
      'answer-slack says in Slack what views/read has read; what shows a page or a widget has no business there.',
      { path: '^functions/answer-slack/' },
      { path: '^(views/(?!read/|views\\.ts)|node_modules/preact)' },
    ),
    arrow(
      'infra-reads-only-env',
      'infra/ deploys functions; of their code it may read env.ts alone.',
      { path: '^infra/' },
      { path: '^(functions/.*(?<!env)\\.ts$|views/|adapters/|local/|cli/)' },
    ),
    arrow(
      'local-aws-is-not-bakewatch',
      'local/ is AWS on one machine. Only local/console and local/installation may know Bakewatch.',
      { path: '^local/', pathNot: '^local/(console|installation)/' },
      { path: '^(core|adapters|functions|views|cli|infra)/' },
    ),
    arrow(
      'local-never-decides',
      'local/ may read the ledger and its words; verdicts, admission and rollback are decided in core/ by the functions alone.',
      { path: '^local/' },
      { path: '^core/(admission|bake|rollback)/' },
    ),
    arrow(
      'views-stand-between',
      'views/ shows the ledger, on the page and wherever else: it reads through the Table port, and knows neither where it is shown nor AWS.',
      { path: '^views/' },
      { pathNot: '^(views/|core/|functions/steps/|node_modules/preact/)' },
    ),
    arrow(
      'cli-and-views-decide-nothing',
      'cli/ prints and views/ shows. A decision belongs to core/.',
      { path: '^(cli|views)/' },
      { path: '^core/(admission|bake|rollback)/' },
    ),
    arrow(
      'no-tests-in-product',
      'Product code may not import tests.',
      { path: '^(core|adapters|functions|views|infra|local|cli)/' },
      { path: '^(test|bench)/' },
    ),
    arrow('no-cycles', 'Two files that need each other are one idea or three: split them.', {}, { circular: true }),
    arrow('no-unresolvable', 'This import leads nowhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
