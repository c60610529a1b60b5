import type { Role } from './role.ts';

/** What went wrong, shown above the form. */
export type LoginProblem = 'wrong' | 'too many';

const PROBLEMS: Readonly<Record<LoginProblem, string>> = {
  wrong: 'The name or the password is wrong.',
  'too many': 'Too many tries. Wait a minute, then try again.',
};

/** The page to log in with; nothing a visitor typed is repeated on it. */
export function loginPage(problem: LoginProblem | null): string {
  const alert = problem === null ? '' : `<p class="problem" role="alert">${PROBLEMS[problem]}</p>`;
  return page(
    'Log in',
    `${alert}
      <form method="post" action="/login">
        <label for="name">Name</label>
        <input id="name" name="name" required autofocus autocomplete="username" autocapitalize="none" spellcheck="false" />
        <label for="password">Password</label>
        <input id="password" name="password" type="password" required autocomplete="current-password" />
        <button type="submit">Log in</button>
      </form>
      <p class="hint">Log in as <b>operator</b> to act, or as <b>viewer</b> to look.</p>`,
  );
}

/** The page that ends a session. */
export function logoutPage(role: Role): string {
  return page(
    'Log out',
    `<p>You are logged in as <b>${role}</b>.</p>
      <form method="post" action="/logout">
        <button type="submit">Log out</button>
      </form>
      <p class="hint"><a href="/queues">Back to the queues</a></p>`,
  );
}

function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${title} · Bordereau</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="/board.css" />
  </head>
  <body>
    <main>
      <h1>Bordereau</h1>
      ${body}
    </main>
  </body>
</html>
`;
}
