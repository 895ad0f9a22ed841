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

/** Every text in English: one file for each part of the window. */
export const en = {
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

/** What every language must have. */
export type Messages = typeof en;
