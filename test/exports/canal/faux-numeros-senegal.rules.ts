import FauxNumerosSenegal from '../../../exports/canal/faux-numeros-senegal.ts';
import { wrongNumbers } from './wrong-numbers.ts';

export const fauxNumerosSenegal = wrongNumbers(new FauxNumerosSenegal(), 'SEN', 'AFR');
