import type { ComponentChildren } from 'preact';

interface SectionProps {
  name: string;
  title: string;
  children: ComponentChildren;
}

/** A part of the page under a heading that names it. */
export function Section({ name, title, children }: SectionProps) {
  const id = `section-${name}`;
  return (
    <section class={name} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {children}
    </section>
  );
}
