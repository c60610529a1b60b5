/** A country of the sample, as the call centre writes it. */
export interface Country {
  /** As in `main_pays`. */
  readonly name: string;
  /** As in the name of a segment. */
  readonly code: string;
  readonly prefix: string;
  /** How the names of the client's files about it begin. */
  readonly clientFiles: 'AFR' | 'SEN' | 'INT';
  readonly cities: readonly string[];
  readonly distributors: readonly string[];
}

type Line = readonly [
  name: string,
  code: string,
  prefix: string,
  clientFiles: Country['clientFiles'],
  cities: string,
  distributors: string,
];

const lines: readonly Line[] = [
  [
    'SENEGAL',
    'SENEGAL',
    '221',
    'SEN',
    'Dakar,Thiès,Saint-Louis,Ziguinchor,Kaolack,Rufisque',
    'Étoile Plus,Ndiaye & Frères,Sunu Image',
  ],
  [
    'CAMEROUN',
    'CAMEROUN',
    '237',
    'AFR',
    'Douala,Yaoundé,Bafoussam,Garoua,Kribi',
    'Wouri Vision,"Le Palmier",Mbarga SARL,Télé-Littoral',
  ],
  [
    'COTE D IVOIRE',
    'COTE_D_IVOIRE',
    '225',
    'AFR',
    'Abidjan,Bouaké,San-Pédro,Yamoussoukro',
    "Lagune Télé,Chez l'Ami Kouassi,Ébrié Sat",
  ],
  ['GABON', 'GABON', '241', 'AFR', 'Libreville,Port-Gentil,Franceville', 'Estuaire Images,Okoumé Télé'],
  ['MALI', 'MALI', '223', 'AFR', 'Bamako,Ségou,Sikasso,Mopti', 'Djoliba Sat,Traoré Électronique'],
  ['TOGO', 'TOGO', '228', 'AFR', 'Lomé,Kara,Sokodé', 'Golfe Télé,Maison Koffi'],
  [
    'BURKINA FASO',
    'BURKINA_FASO',
    '226',
    'AFR',
    'Ouagadougou,Bobo-Dioulasso,Koudougou',
    'Faso Parabole,Ouédraogo Télé',
  ],
  ['REP.DEMOCRATIQUE DU CONGO', 'RDC', '243', 'AFR', 'Kinshasa,Lubumbashi,Goma,Matadi', 'Fleuve Images,Kin Satellite'],
  ['CONGO', 'CONGO', '242', 'AFR', 'Brazzaville,Pointe-Noire,Dolisie', 'Mayombe Sat,Loango Télé'],
  ['BENIN', 'BENIN', '229', 'AFR', 'Cotonou,Porto-Novo,Parakou', 'Nokoué Vision,Dossou & Fils'],
  ['GUINEE', 'GUINEE', '224', 'AFR', 'Conakry,Kankan,Labé', 'Fouta Télé,Kaloum Images'],
  ['NIGER', 'NIGER', '227', 'AFR', 'Niamey,Zinder,Maradi', 'Aïr Parabole,Ténéré Sat'],
  ['TCHAD', 'TCHAD', '235', 'AFR', "N'Djamena,Moundou,Sarh", 'Chari Images,Ouaddaï Télé'],
  ['MAURITANIE', 'MAURITANIE', '222', 'AFR', 'Nouakchott,Nouadhibou,Rosso', 'Atar Vision,Banc d’Arguin Sat'],
  ['BAHREIN', 'BAHREIN', '973', 'INT', 'Manama,Muharraq', 'Golfe Francophone'],
  ['MADAGASCAR', 'MADAGASCAR', '261', 'INT', 'Antananarivo,Toamasina,Mahajanga', 'Ravinala Télé,Baobab Sat'],
];

const countries: ReadonlyMap<string, Country> = new Map(
  lines.map(([name, code, prefix, clientFiles, cities, distributors]) => [
    code,
    { name, code, prefix, clientFiles, cities: cities.split(','), distributors: distributors.split(',') },
  ]),
);

/** The country of a segment. Throws RangeError for a code the sample does not know. */
export function countryOf(code: string): Country {
  const country = countries.get(code);
  if (country === undefined) throw new RangeError(`no country of the sample has the code ${code}`);
  return country;
}
