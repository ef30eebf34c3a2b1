/**
 * A script for the GraphiQL page, so that nobody has to paste a token into each tab: the page remembers the token that
 * `register` or `login` gives, until the browser's tab is closed, and sends it with every request that names none. A token
 * that is refused is forgotten. Runs before the page's own scripts.
 */
export const LOGIN_SCRIPT = `(() => {
  const KEY = 'carrel:authorization';
  const send = window.fetch;

  const learn = async (response) => {
    const { data, errors } = await response.json();
    const token = data?.register?.accessToken ?? data?.login?.accessToken;
    if (token) sessionStorage.setItem(KEY, 'Bearer ' + token);
    else if (errors?.some(({ extensions }) => extensions?.code === 'UNAUTHENTICATED')) sessionStorage.removeItem(KEY);
  };

  window.fetch = async (address, options = {}) => {
    const headers = new Headers(options.headers);
    const remembered = sessionStorage.getItem(KEY);
    if (remembered && !headers.has('authorization')) headers.set('authorization', remembered);
    const response = await send(address, { ...options, headers });
    if (/json/.test(response.headers.get('content-type'))) learn(response.clone()).catch(() => {});
    return response;
  };
})();`;
