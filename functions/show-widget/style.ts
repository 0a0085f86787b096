/**
 * The looks of the views in a widget: the page's classes, drawn for a tile. Everything is below one class, so that nothing else on the
 * dashboard is touched, and there are neither quotes nor angle brackets, so that it stands in a style element as it is.
 */
const LIGHT =
  '--ground:#fff;--raised:#f6f7f9;--line:#d9dde4;--ink:#16191f;--ink-2:#545b64;--accent:#0b5fb0;--good:#16794a;--bad:#b4232c;--busy:#2b59c3;--waiting:#8a5a00;--quiet:#5a6372';
const DARK =
  '--ground:#161d26;--raised:#1f2733;--line:#3c4653;--ink:#e6e9ee;--ink-2:#a9b3c1;--accent:#7cb5ff;--good:#5fcf97;--bad:#ff8a8f;--busy:#8fb0ff;--waiting:#e8b65a;--quiet:#a9b3c1';

const TONES = ['good', 'bad', 'busy', 'waiting', 'quiet'];

const RULES = `
{box-sizing:border-box;padding:2px 4px 8px;font:13px/1.45 system-ui,-apple-system,Segoe UI,Roboto,sans-serif;color:var(--ink);background:var(--ground);overflow-wrap:anywhere}
*{box-sizing:border-box}
h1,h2,h3,p,ol,ul,li{margin:0;padding:0;font-size:13px;font-weight:600;list-style:none}
p,ol,ul,li{font-weight:400}
a{color:var(--accent);text-decoration:none;cursor:pointer}
a:hover{text-decoration:underline}
cwdb-action{display:none}
code{font:12px ui-monospace,Menlo,Consolas,monospace}
.sr-only{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.muted{color:var(--ink-2)}
.small{font-size:12px}
.nav{display:flex;flex-wrap:wrap;gap:2px 14px;padding-bottom:6px;margin-bottom:8px;border-bottom:1px solid var(--line)}
.nav-of{margin-left:auto}
.cut,.pending{padding:8px 0;color:var(--ink-2)}
.notice{margin:0 0 8px;padding:8px 12px;border-left:3px solid var(--tone);background:var(--raised)}
.plain{margin:4px 0}
.service{margin-bottom:14px}
.service-head{display:flex;flex-wrap:wrap;align-items:baseline;gap:0 10px;margin-bottom:6px}
.service-head h2{font-size:15px}
.stages{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(240px,100%),1fr));gap:8px}
.stage{min-width:0;padding:8px 10px;border:1px solid var(--line);border-radius:6px;background:var(--raised)}
.stage header{display:flex;align-items:center;justify-content:space-between;gap:8px;margin-bottom:4px}
.stage-current{display:grid;grid-template-columns:auto minmax(0,1fr);gap:0 10px;color:inherit}
.stage-current .number{font-size:16px;font-weight:600;color:var(--accent)}
.stage-current .small{grid-column:2}
.stage-note{margin-top:6px;padding:4px 8px;border-left:3px solid var(--tone);background:var(--ground)}
.freezes{margin-bottom:10px}
.ways{display:flex;gap:14px;margin-top:6px}
.chip{display:inline-flex;align-items:center;gap:6px;font-weight:600;white-space:nowrap;color:var(--tone)}
.chip:first-letter{text-transform:uppercase}
.chip-dot{width:7px;height:7px;border-radius:50%;background:currentColor}
.commit{display:block;min-width:0}
.commit-subject{display:block;overflow:hidden;text-overflow:ellipsis;white-space:nowrap;font-weight:600}
.commit-by{display:flex;gap:8px;min-width:0;color:var(--ink-2)}
.commit-by bdi{overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.release-row{display:grid;grid-template-columns:minmax(64px,auto) 120px minmax(0,1fr) auto;gap:0 12px;padding:6px 2px}
.release-row+.release-row{border-top:1px solid var(--line)}
.release-row .number{font-weight:600}
.release-state,.release-when{display:flex;flex-direction:column}
.release-when{text-align:right;white-space:nowrap}
.release-what{min-width:0}
.release-reason{display:block;color:var(--ink-2)}
.release-title{display:flex;flex-wrap:wrap;align-items:center;gap:4px 12px}
.release-title h1{font-size:18px}
.release-title .number{color:var(--ink-2)}
.release-sentence{margin:6px 0;font-size:14px}
.release-sentence:first-letter,.sentence:first-letter{text-transform:uppercase}
.release-facts{display:flex;flex-wrap:wrap;justify-content:space-between;gap:4px 24px}
.release-facts .commit{max-width:100%}
.release-facts .commit-subject{white-space:normal}
.facts{display:flex;flex-wrap:wrap;gap:2px 12px}
.progress{display:flex;flex-wrap:wrap;gap:8px 20px;margin:10px 0;padding:8px 10px;background:var(--raised);border-radius:6px}
.progress-stage{color:var(--ink-2)}
.progress-group ol{display:flex;gap:12px}
.step{display:grid;grid-template-columns:auto auto;gap:0 5px;color:var(--ink-2)}
.step-sign{width:14px;text-align:center}
.step-time{grid-column:2;font-size:12px}
.step-done .step-sign{color:var(--good)}
.step-failed{color:var(--bad)}
.step-active{color:var(--busy);font-weight:600}
.panel{margin-top:12px}
.panel h2{padding-bottom:4px;margin-bottom:4px;border-bottom:1px solid var(--line)}
.verdicts li{padding:4px 0}
.verdicts p{color:var(--ink-2)}
.history-line{display:grid;grid-template-columns:62px minmax(0,1fr);gap:0 10px;padding:4px 0 4px 8px;border-left:3px solid var(--tone)}
.history-line time{color:var(--ink-2)}
.history-by{display:flex;flex-wrap:wrap;gap:0 10px}
.loud{color:var(--bad)}
.delivery-line{display:grid;grid-template-columns:repeat(auto-fit,minmax(110px,1fr));gap:4px 14px;padding:6px 0}
.delivery-line p{display:flex;flex-direction:column}
.figure-cards{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(280px,100%),1fr));gap:10px}
.figure-card{margin:0;padding:8px 10px;border:1px solid var(--line);border-radius:6px}
.figure-card h2{border:0}
.figure-windows{display:grid;grid-template-columns:repeat(auto-fit,minmax(70px,1fr));gap:8px}
.figure-windows li{display:flex;flex-direction:column}
.figure-value{font-size:16px;font-weight:600}
.figure-unknown{color:var(--ink-2)}
.figure-meaning{margin-top:6px;font-size:12px;color:var(--ink-2)}
.chart{display:block;max-width:100%;margin-top:12px;font-size:12px}
.chart text{fill:var(--ink-2)}
.chart-grid line{stroke:var(--line)}
.bar-good{fill:var(--good)}
.bar-bad{fill:var(--bad)}
.bar-open{fill:none;stroke:var(--quiet);stroke-dasharray:4 3}
.legend{display:flex;flex-wrap:wrap;gap:2px 14px;color:var(--ink-2)}
.legend li{display:flex;align-items:center;gap:6px}
.swatch{width:10px;height:10px;border-radius:2px}
.swatch-good{background:var(--good)}
.swatch-bad{background:var(--bad)}
.swatch-open{border:1px dashed var(--quiet)}
.chart-data{margin:6px 0;color:var(--ink-2)}
.table-scroll,.chart-data-scroll{overflow-x:auto;margin-top:8px}
.events{border-collapse:collapse;width:100%}
.events th,.events td{padding:3px 10px 3px 0;text-align:left;border-bottom:1px solid var(--line);font-weight:400}
.events th{color:var(--ink-2)}
`;

const below = (root: string, rules: string): string =>
  rules
    .trim()
    .split('\n')
    .map((rule) => {
      const [selectors = '', body = ''] = splitAt(rule, rule.indexOf('{'));
      return `${selectors
        .split(',')
        .map((selector) => (selector ? `${root} ${selector}` : root))
        .join(',')}${body}`;
    })
    .join('');

const splitAt = (text: string, at: number): [string, string] => [text.slice(0, at), text.slice(at)];

const NARROW = `
.release-row{grid-template-columns:auto minmax(0,1fr) auto}
.release-what{grid-row:2;grid-column:1/-1}
.release-when .small{display:none}
.history-line{grid-template-columns:minmax(0,1fr)}
.progress-group ol{flex-wrap:wrap}
`;

export const STYLE: string = [
  `.bw-light{${LIGHT}}`,
  `.bw-dark{${DARK}}`,
  below('.bw', RULES),
  TONES.map((tone) => `.bw .tone-${tone}{--tone:var(--${tone})}`).join(''),
  below('.bw-narrow', NARROW),
].join('');
