/** Style of the board's own pages, in the light or dark of the visitor's system. */
export const boardCss = `
:root {
  color-scheme: light dark;
  --ground: #f3f4f6;
  --card: #ffffff;
  --text: #1c2430;
  --soft: #55606f;
  --line: #848d9a;
  --accent: #1d4f91;
  --on-accent: #ffffff;
  --problem: #a3161f;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #12161c;
    --card: #1b212a;
    --text: #e8ebef;
    --soft: #a9b3c0;
    --line: #6d7887;
    --accent: #8ab8f5;
    --on-accent: #10161f;
    --problem: #ff9a9f;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-height: 100vh;
  display: grid;
  place-items: center;
  padding: 1.5rem;
  background: var(--ground);
  color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif;
}
main {
  width: 100%;
  max-width: 22rem;
  padding: 2rem;
  background: var(--card);
  border-radius: 0.75rem;
  box-shadow: 0 1px 3px rgb(0 0 0 / 25%);
}
h1 { margin: 0 0 1.25rem; font-size: 1.5rem; line-height: 1.2; }
form { display: grid; gap: 0.375rem; margin: 0; }
label { font-weight: 600; }
input, button {
  min-height: 2.75rem;
  padding: 0.5rem 0.75rem;
  border-radius: 0.5rem;
  font: inherit;
}
input { margin-bottom: 0.75rem; border: 1px solid var(--line); background: var(--card); color: var(--text); }
button { border: 0; background: var(--accent); color: var(--on-accent); font-weight: 600; cursor: pointer; }
button:hover { filter: brightness(1.1); }
a { color: var(--accent); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.problem { margin: 0 0 1rem; color: var(--problem); font-weight: 600; }
.hint { margin: 1rem 0 0; color: var(--soft); font-size: 0.9375rem; }
`;
