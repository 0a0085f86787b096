import type { ComponentChildren } from 'preact';

interface DataTableProps {
  /** What it is a table of, for whoever does not see the chart. */
  caption: string;
  header: string[];
  rows: ComponentChildren[][];
}

/** The numbers of a chart, folded away below it. */
export const DataTable = ({ caption, header, rows }: DataTableProps) => (
  <details class="chart-data">
    <summary>
      As a table<span class="sr-only">: {caption}</span>
    </summary>
    {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
    <section class="chart-data-scroll" tabIndex={0} aria-label={caption}>
      <table class="events">
        <thead>
          <tr>
            {header.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>
              {row.map((cell, j) => (
                <td key={j}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  </details>
);
