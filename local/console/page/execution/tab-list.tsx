interface TabListProps<Name extends string> {
  label: string;
  tabs: readonly { name: Name; title: string }[];
  chosen: Name;
  choose: (name: Name) => void;
  /** Id of the panel that they share. */
  panel: string;
}

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Tabs as the keyboard knows them: one stop, arrows between them. https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ */
export function TabList<Name extends string>({ label, tabs, chosen, choose, panel }: TabListProps<Name>) {
  const move = (event: KeyboardEvent): void => {
    const at = tabs.findIndex(({ name }) => name === chosen);
    const step = STEPS[event.key];
    const next =
      event.key === 'Home'
        ? 0
        : event.key === 'End'
          ? tabs.length - 1
          : step && (at + step + tabs.length) % tabs.length;
    const name = next === undefined ? undefined : tabs[next]?.name;
    if (name === undefined) return;
    event.preventDefault();
    choose(name);
    document.getElementById(`tab-${name}`)?.focus();
  };
  return (
    <div class="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map(({ name, title }) => (
        <button
          key={name}
          type="button"
          role="tab"
          id={`tab-${name}`}
          tabIndex={chosen === name ? 0 : -1}
          aria-selected={chosen === name}
          aria-controls={panel}
          onClick={() => choose(name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}
