import { connect } from './connect';
import { drift } from './drift';
import { errors } from './errors';
import { frame } from './frame';
import { keys } from './keys';
import { leak } from './leak';
import { tools } from './tools';

/** Every text in English: one file for each part of the window. */
export const en = { ...frame, ...connect, ...drift, ...errors, ...keys, ...leak, ...tools };

/** What every language must have. */
export type Messages = typeof en;
