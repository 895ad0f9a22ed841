import { activity } from './activity';
import { connect } from './connect';
import { errors } from './errors';
import { frame } from './frame';
import { home } from './home';
import { keys } from './keys';
import { settings } from './settings';
import { tools } from './tools';

/** Every text in English: one file for each part of the window. */
export const en = { ...activity, ...frame, ...home, ...connect, ...errors, ...keys, ...settings, ...tools };

/** What every language must have. */
export type Messages = typeof en;
