import FauxNumerosAfrique from '../../../exports/canal/faux-numeros-afrique.ts';
import { wrongNumbers } from './wrong-numbers.ts';

export const fauxNumerosAfrique = wrongNumbers(new FauxNumerosAfrique(), 'AFR', 'SEN');
