import { folder, mail, operation } from 'bordereau';

/** Airtime of TIGO, a mobile operator in Kinshasa. */
export default operation({
  title: 'TIGO',
  zone: 'Africa/Kinshasa',
  locale: 'fr',
  sources: ['tigo'],
  targets: {
    reporting: mail({ to: ['reporting@centre-appels.example'], from: 'exports@centre-appels.example' }),
    facturation: mail({ to: ['facturation@tigo.example'], from: 'exports@centre-appels.example' }),
    depot: folder({ path: 'tigo/depot' }),
  },
  clearMail: {
    why: 'the reporting department reads its mail on the server of the call centre',
    agreedBy: 'data protection officer of the call centre',
    on: '2013-06-17',
  },
  settings: {
    /** What the operator earns on a top-up, in thousandths of its amount. */
    commissionPerThousand: 35,
  },
});
