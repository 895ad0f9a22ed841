import type { Messages } from '../en';
import { connect } from './connect';
import { drift } from './drift';
import { errors } from './errors';
import { frame } from './frame';
import { keys } from './keys';
import { leak } from './leak';
import { tools } from './tools';

/** Every text in Simplified Chinese, in the words of the bridges' own consoles. */
export const zh: Messages = { ...frame, ...connect, ...drift, ...errors, ...keys, ...leak, ...tools };
