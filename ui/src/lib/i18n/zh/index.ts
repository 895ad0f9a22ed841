import type { Messages } from '../en';
import { activity } from './activity';
import { adopt } from './adopt';
import { connect } from './connect';
import { drift } from './drift';
import { first } from './first';
import { frame } from './frame';
import { home } from './home';
import { keys } from './keys';
import { leak } from './leak';
import { palette } from './palette';
import { settings } from './settings';
import { tools } from './tools';
import { usage } from './usage';

/** Every text in Simplified Chinese, in the words of the bridges' own consoles. */
export const zh: Messages = {
  ...activity,
  ...adopt,
  ...connect,
  ...drift,
  ...first,
  ...frame,
  ...home,
  ...keys,
  ...leak,
  ...palette,
  ...settings,
  ...tools,
  ...usage,
};
