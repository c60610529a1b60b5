import { folder, mail, operation } from 'bordereau';

/** Outbound calls to the subscribers of CANAL, from Dakar. */
export default operation({
  title: 'CANAL',
  zone: 'Africa/Dakar',
  locale: 'fr',
  sources: ['canal', 'outband'],
  targets: {
    reporting: mail({ to: ['reporting@centre-appels.example'], from: 'exports@centre-appels.example' }),
    client: mail({
      to: ['suivi.campagnes@canal.example'],
      cc: ['reporting@centre-appels.example'],
      from: 'exports@centre-appels.example',
    }),
    sms: mail({ to: ['envoi@passerelle-sms.example'], from: 'exports@centre-appels.example' }),
    depot: folder({ path: 'canal/depot' }),
  },
  calendar: {
    holidays: ['01-01', '04-04', '05-01', '08-15', '11-01', '12-25'],
    easter: [1, 39, 50],
    // Maouloud, Korité, Tabaski, Tamkharit and Magal: add each year's when they are announced.
    movable: ['2013-01-24', '2013-08-08', '2013-10-16', '2013-11-14', '2013-12-21'],
  },
  clearMail: {
    why: 'the mail servers of both sides take mail over TLS only, and its readers have no OpenPGP',
    agreedBy: 'data protection officers of the call centre and of CANAL',
    on: '2013-06-17',
  },
  catchUp: { policy: 'all', maxAge: 'P3D' },
  settings: {
    /**
     * Finished segments loaded before this day were sent by the scripts of 2013. A later day is as good once all before it are
     * sent, and leaves less to read.
     */
    segmentsFrom: '2013-05-01',
    /** Segments sent as closed whatever their age. */
    specialSegments: ['CANAL_OA_ECHUS_LONGS_GABON_20130715', 'CANAL_OA_ECHUS_LONGS_TOGO_20130722'],
    /** African segments being called. */
    activeSegments: [
      'CANAL_OA_ARRIVANT_A_ECHEANCE_CAMEROUN_1MC_20130720',
      'CANAL_OA_ARRIVANT_A_ECHEANCE_CAMEROUN_1MC_20130721',
      'CANAL_OA_ARRIVANT_A_ECHEANCE_COTE_D_IVOIRE_1M_20130711',
      'CANAL_OA_ARRIVANT_A_ECHEANCE_COTE_D_IVOIRE_1M_20130712',
      'CANAL_OA_ECHUS_FRAIS_CAMEROUN_20130719',
      'CANAL_OA_ECHUS_FRAIS_CAMEROUN_20130720',
      'CANAL_OA_ECHUS_LONGS_GABON_20130715',
      'CANAL_OA_ECHUS_LONGS_TOGO_20130722',
      'CANAL_PA_ARRIVANT_A_ECHEANCE_MALI_20130718',
      'CANAL_PA_ECHUS_FRAIS_BURKINA_FASO_20130716',
    ],
    /** Reasons of refusal the client does not want to read about, and the segments this holds for. */
    reasonsLeftOut: {
      segments: ['CANAL_OA_ECHUS_FRAIS_CAMEROUN_20130719', 'CANAL_OA_ECHUS_FRAIS_CAMEROUN_20130720'],
      reasons: [
        'Client en déplacement',
        'Décès',
        'Dialogue impossible',
        'Doublon',
        'Injoignables permanents',
        'Refus - Pas intéressé',
        'Refus de répondre',
        'Stop contact',
      ],
    },
    /** What phones of a country begin with, by its name in `main_pays`. */
    phonePrefixes: {
      BAHREIN: '973',
      BENIN: '229',
      'BURKINA FASO': '226',
      CAMEROUN: '237',
      CONGO: '242',
      'COTE D IVOIRE': '225',
      GABON: '241',
      GHANA: '233',
      GUINEE: '224',
      'GUINEE BISSAU': '245',
      'GUINEE EQUATORIALE': '240',
      MADAGASCAR: '261',
      MALI: '223',
      MAURITANIE: '222',
      NIGER: '227',
      NIGERIA: '234',
      'REP.CENTRAFRICAINE': '236',
      'REP.DEMOCRATIQUE DU CONGO': '243',
      SENEGAL: '221',
      TCHAD: '235',
      TOGO: '228',
    },
    /** The SMS to those who accepted an offer: 160 characters at most, without accents. */
    confirmation:
      'CANAL vous remercie. Votre offre est activee sous 24 heures. Renseignements chez votre distributeur.',
    /** The satisfaction survey: its size, the countries served first and how many rows each of them may fill first. */
    survey: {
      size: 333,
      days: 15,
      quota: 10,
      quotaCountries: ['TOGO', 'MALI', 'BURKINA FASO', 'REP.DEMOCRATIQUE DU CONGO'],
      countries: [
        'BENIN',
        'BURKINA FASO',
        'CAMEROUN',
        'GHANA',
        'GUINEE',
        'GUINEE EQUATORIALE',
        'MALI',
        'MAURITANIE',
        'NIGER',
        'NIGERIA',
        'REP.CENTRAFRICAINE',
        'SENEGAL',
        'TCHAD',
        'TOGO',
        'BAHREIN',
        'CONGO',
        'COTE D IVOIRE',
        'GABON',
        'GUINEE BISSAU',
        'REP.DEMOCRATIQUE DU CONGO',
      ],
    },
  },
});
