import { describe, expect, it } from 'vitest';
import { hubCaches } from '../../../src/hub/hubCaches.js';

const all = {
  HF_HUB_CACHE: '/one',
  HUGGINGFACE_HUB_CACHE: '/two',
  HF_HOME: '/three',
  XDG_CACHE_HOME: '/four',
};
const without = (...names: (keyof typeof all)[]) =>
  Object.fromEntries(Object.entries(all).filter(([name]) => !names.includes(name as keyof typeof all)));

describe('the cache of huggingface_hub', () => {
  it.each([
    [all, '/one'],
    [without('HF_HUB_CACHE'), '/two'],
    [without('HF_HUB_CACHE', 'HUGGINGFACE_HUB_CACHE'), '/three/hub'],
    [{ XDG_CACHE_HOME: '/four' }, '/four/huggingface/hub'],
    [{}, '/me/.cache/huggingface/hub'],
    [{ HF_HUB_CACHE: '', HF_HOME: '/three' }, '/three/hub'],
    [{ HF_HOME: '~/models' }, '/me/models/hub'],
    [{ HF_HUB_CACHE: '~' }, '/me'],
    [{ HF_HUB_CACHE: '$DISK/${NAME}/hub', DISK: '/mnt', NAME: 'cache' }, '/mnt/cache/hub'],
    [{ HF_HOME: '/a/$NOT_THERE' }, '/a/$NOT_THERE/hub'],
    [{ HF_HOME: '/a/%DISK%', DISK: 'b' }, '/a/%DISK%/hub'],
    [{ HF_HUB_CACHE: '~other/hub' }, undefined],
    [{ HF_HUB_CACHE: 'relative' }, undefined],
  ])('by %j is %s', (env, folder) => {
    expect(hubCaches(env, '/me', 'linux')).toEqual(folder === undefined ? [] : [folder]);
  });

  it.each([
    [{}, 'C:\\Users\\me\\.cache\\huggingface\\hub'],
    [{ HF_HOME: '%LOCALAPPDATA%\\hf', LOCALAPPDATA: 'D:\\Local' }, 'D:\\Local\\hf\\hub'],
    [{ HF_HUB_CACHE: '~\\hub' }, 'C:\\Users\\me\\hub'],
    [{ HF_HUB_CACHE: 'E:/hub/' }, 'E:\\hub\\'],
  ])('on Windows by %j is %s', (env, folder) => {
    expect(hubCaches(env, 'C:\\Users\\me', 'win32')).toEqual([folder]);
  });

  it('takes a home that has signs of regular replacements', () => {
    expect(hubCaches({ HF_HOME: '~/x' }, '/home/$&', 'linux')).toEqual(['/home/$&/x/hub']);
  });
});
