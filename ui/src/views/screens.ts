/** What each screen is drawn by. */
import type { Component } from 'svelte';
import type { View } from '$lib/views';
import Activity from './activity/Activity.svelte';
import Home from './home/Home.svelte';
import Keys from './keys/Keys.svelte';
import Leak from './leak/Leak.svelte';
import Settings from './settings/Settings.svelte';
import Tools from './tools/Tools.svelte';
import Usage from './usage/Usage.svelte';

export const SCREENS: Record<View, Component> = {
  home: Home,
  keys: Keys,
  tools: Tools,
  usage: Usage,
  leak: Leak,
  activity: Activity,
  settings: Settings,
};
