/** Markup in which every value is escaped that is not markup itself. */
export type Html = { markup: string };

export function html(parts: TemplateStringsArray, ...values: (string | Html | undefined)[]): Html {
  const filled = parts.map((part, at) => {
    const value = values[at];
    return part + (typeof value === 'string' ? escaped(value) : (value?.markup ?? ''));
  });
  return { markup: filled.join('') };
}

/** A whole page. It loads its style from here and nothing else, so that it works under the strictest policy. */
export function page(title: string, body: Html): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} – Demarche</title>
        <link rel="stylesheet" href="${STYLE_PATH}" />
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
        </main>
      </body>
    </html> `.markup;
}

/** A field with its label, and a hint or, in its place, what is wrong with what stands there. */
export function field(
  label: string,
  attributes: Record<string, string>,
  { hint, fault }: { hint?: string | undefined; fault?: string | Html | undefined } = {},
): Html {
  const id = attributes['name'] ?? '';
  const about = fault ? `${id}-fault` : `${id}-hint`;
  const more = Object.entries({
    id,
    required: '',
    ...attributes,
    ...((fault || hint) && { 'aria-describedby': about }),
    ...(fault && { 'aria-invalid': 'true', autofocus: '' }),
  })
    .map(([name, value]) => `${name}="${escaped(value)}"`)
    .join(' ');
  return html`<label for="${id}">${label}</label>
    <input ${{ markup: more }} />
    ${
      fault
        ? html`<small class="fault" id="${about}">${fault}</small>`
        : hint
          ? html`<small id="${about}">${hint}</small>`
          : undefined
    }`;
}

/** What went wrong, read out as the page opens. */
export function alert(text: string | undefined): Html {
  return html`<p role="alert" aria-live="assertive">${text ?? ''}</p>`;
}

/** What went well. */
export function status(text: string | undefined): Html {
  return html`<p role="status" aria-live="polite">${text ?? ''}</p>`;
}

const entities: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? '');
}

export const STYLE_PATH = '/sign-in/style.css';

export const STYLE = `:root { color-scheme: light dark; font: 1rem/1.5 system-ui, sans-serif; }
body { margin: 0; padding: 1rem; background: light-dark(#f6f6f4, #16181b); color: light-dark(#1c1c1a, #ececea); }
main { max-width: 24rem; margin: 8vh auto 0; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; line-height: 1.2; }
h2 { font-size: 1.125rem; margin-block: 2rem 0; }
form { display: grid; gap: 0.25rem; margin-block: 1rem 2rem; }
label { margin-top: 0.75rem; font-weight: 600; }
small { color: light-dark(#565652, #b0b0aa); }
.fault { color: light-dark(#b3261e, #ff8a80); }
.fault a { color: inherit; }
input, button, .button {
  box-sizing: border-box; width: 100%; min-height: 2.75rem; padding: 0.5rem 0.75rem; font: inherit;
  border: 1px solid light-dark(#85857f, #8a8a84); border-radius: 0.375rem; background: light-dark(#fff, #212429); color: inherit;
}
input[readonly] { background: none; border-style: dashed; }
button, .button {
  display: block; margin-top: 1rem; text-align: center; text-decoration: none; font-weight: 600; cursor: pointer;
}
button:not(.other) { border-color: transparent; background: light-dark(#1f4e8c, #9cc2f5); color: light-dark(#fff, #10233d); }
:focus-visible { outline: 3px solid light-dark(#1f4e8c, #9cc2f5); outline-offset: 2px; }
a { color: light-dark(#1f4e8c, #9cc2f5); }
[role='alert']:not(:empty), [role='status']:not(:empty) { padding: 0.5rem 0.75rem; border-left: 0.25rem solid; }
[role='alert']:not(:empty) { border-color: light-dark(#b3261e, #ff8a80); }
[role='status']:not(:empty) { border-color: light-dark(#2e7d32, #8bd18f); }
`;
