import DejaReabonnes from '../../../exports/canal/deja-reabonnes.ts';
import { loadedThisMonth } from './loaded-this-month.ts';

export const dejaReabonnes = loadedThisMonth(new DejaReabonnes(), 'D', ['B', 'O', 'X', '', null]);
