import path from 'node:path';

/** Environment variables by their names. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where Python's huggingface_hub keeps what it downloaded (its constants.py): what HF_HUB_CACHE names, else
 * HUGGINGFACE_HUB_CACHE, else `hub` in HF_HOME, in XDG_CACHE_HOME/huggingface or in ~/.cache/huggingface. A variable that is
 * empty counts as one that is not there.
 * @param home the user's folder
 * @returns absolute paths, whether there is anything or not; none where a path is relative, as it would be another one for
 * each program
 */
export function hubCaches(env: Environment, home: string, platform: NodeJS.Platform): string[] {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const named =
    env['HF_HUB_CACHE'] || env['HUGGINGFACE_HUB_CACHE'] || paths.join(toolsHome(env, home, platform), 'hub');
  const cache = paths.normalize(expanded(named, env, home, platform));
  return paths.isAbsolute(cache) ? [cache] : [];
}

/** The folder of Hugging Face's tools, their cache and their token in it. */
export function toolsHome(env: Environment, home: string, platform: NodeJS.Platform): string {
  const paths = platform === 'win32' ? path.win32 : path.posix;
  const cacheHome = env['XDG_CACHE_HOME'] || paths.join(home, '.cache');
  return expanded(env['HF_HOME'] || paths.join(cacheHome, 'huggingface'), env, home, platform);
}

/** Python's os.path.expandvars of its os.path.expanduser: of the own home, not of another user's. */
function expanded(text: string, env: Environment, home: string, platform: NodeJS.Platform): string {
  const isHome = platform === 'win32' ? /^~(?=$|[\\/])/ : /^~(?=$|\/)/;
  const variable = platform === 'win32' ? /\$(\w+)|\$\{([^}]*)\}|%([^%]*)%/g : /\$(\w+)|\$\{([^}]*)\}/g;
  // A function, since a home may have what `replace` reads as its own signs. What is no variable stays as it is.
  return text
    .replace(isHome, () => home)
    .replace(variable, (found, ...names: (string | undefined)[]) => env[names.find((name) => name) ?? ''] ?? found);
}
