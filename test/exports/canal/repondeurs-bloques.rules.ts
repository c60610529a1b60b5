import RepondeursBloques from '../../../exports/canal/repondeurs-bloques.ts';
import { loadedThisMonth } from './loaded-this-month.ts';

export const repondeursBloques = loadedThisMonth(new RepondeursBloques(), 'B', ['D', 'O', 'X', '', null]);
